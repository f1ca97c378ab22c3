"""The parts of reading and writing a town folder; start at town_reader.py and town_writer.py above."""
