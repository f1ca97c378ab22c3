// The manager's pages: each chart is drawn from its table, and drawn again when there is another width for it.

import "../frame.js";
import { intervals, intervalsHeight, readIntervals } from "./intervals.js";
import { height, option } from "./options.js";
import { read } from "./reading.js";

for (const place of document.querySelectorAll("[data-chart]")) start(place);

function start(place) {
  const { high, options } = place.dataset.chart === "intervals" ? ofIntervals(place) : ofNumbers(place);
  place.style.height = `${high}px`;
  const chart = window.echarts.init(place, null, { renderer: "svg" });
  const { fontFamily } = getComputedStyle(place);
  const draw = () => {
    chart.resize();
    chart.setOption(options(place.clientWidth, fontFamily), { notMerge: true });
  };
  draw();
  new ResizeObserver(draw).observe(place);
  place.dataset.ready = "";
}

function ofNumbers({ dataset: { chart, table, drawn } }) {
  const data = read(document.getElementById(table), drawn.split(" ").map(Number));
  return { high: height(chart, data), options: (...given) => option(chart, data, ...given) };
}

function ofIntervals({ dataset: { table, row } }) {
  const data = readIntervals(document.getElementById(table), row);
  return { high: intervalsHeight(data, Boolean(row)), options: (...given) => intervals(data, ...given, Boolean(row)) };
}
