// The manager's pages: each chart is drawn from its table, and drawn again when there is another width for it.

import "../frame.js";
import { height, option } from "./options.js";
import { read } from "./reading.js";

for (const place of document.querySelectorAll("[data-chart]")) start(place);

function start(place) {
  const { chart: kind, table, drawn } = place.dataset;
  const data = read(document.getElementById(table), drawn.split(" ").map(Number));
  place.style.height = `${height(kind, data)}px`;
  const chart = window.echarts.init(place, null, { renderer: "svg" });
  const { fontFamily } = getComputedStyle(place);
  const draw = () => {
    chart.resize();
    chart.setOption(option(kind, data, place.clientWidth, fontFamily), { notMerge: true });
  };
  draw();
  new ResizeObserver(draw).observe(place);
  place.dataset.ready = "";
}
