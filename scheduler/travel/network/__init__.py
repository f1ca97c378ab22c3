"""A town's road network on this computer: built from an OpenStreetMap extract, installed beside the town's files."""
