// How numbers are drawn: decided here, drawn by ECharts. Colours are the page's own, by name, so that dark and paper need
// no second drawing; planned and actual differ by outline and filling, and each bar says its number.

const FONT = { fontSize: 13, color: "var(--ink)" };
const LOOKS = {
  one: [{ color: "var(--k0)" }],
  two: [
    { color: "var(--card)", borderColor: "var(--k8)", borderWidth: 1.5, borderType: "dashed" },
    { color: "var(--k0)" },
  ],
};
const ROW_PX = 30;
const PAIR_PX = 44;
const LETTER_PX = 7.4;
const EDGE_PX = 46;
const BAR_PX = 44;
const LINE_PX = 13;
const BESIDE = { show: true, position: "right" };
const ABOVE = { show: true, position: "top" };
const UPRIGHT = { show: true, position: "top", rotate: 90, align: "left", verticalAlign: "middle" };

/** Return how high a chart is, in CSS pixels. */
export function height(kind, data) {
  if (kind === "columns") return 320;
  return data.names.length * (data.series.length > 1 ? PAIR_PX : ROW_PX) + (data.series.length > 1 ? 40 : 12);
}

/**
 * Return what ECharts draws.
 *
 * @param {string} kind - `columns` in the order of time, or `bars` one below the other
 * @param {object} data - of `read`
 * @param {number} width - in CSS pixels
 * @param {string} fontFamily - of the page: texts are measured before they are drawn
 */
export function option(kind, data, width, fontFamily) {
  const [upright, pair] = [kind === "columns", data.series.length > 1];
  const names = { type: "category", data: data.names, axisLabel: { ...FONT }, axisTick: { show: false }, axisLine: { lineStyle: { color: "var(--line)" } } };
  const values = { type: "value", axisLabel: { show: false }, splitLine: { lineStyle: { color: "var(--grid)" } } };
  const side = Math.min(width * 0.42, LETTER_PX * Math.max(4, ...data.names.map((name) => name.length)) + 8);
  Object.assign(names.axisLabel, upright ? leaning(data, width) : { width: side, overflow: "truncate", interval: 0 });
  return {
    animation: false,
    textStyle: { fontFamily },
    legend: pair ? { top: 0, left: 0, itemGap: 18, textStyle: FONT, selectedMode: false } : { show: false },
    grid: upright
      ? { left: 6, right: 6, top: (pair ? 28 : 0) + above(data, width), bottom: leans(data, width) ? 78 : 26 }
      : { left: side + 10, right: room(data), top: pair ? 34 : 4, bottom: 4 },
    xAxis: upright ? names : values,
    yAxis: upright ? values : { ...names, inverse: true },
    series: data.series.map((one, place) => bars(one, LOOKS[pair ? "two" : "one"][place], upright ? standing(data, width) : BESIDE)),
  };
}

function bars(one, look, label) {
  return {
    type: "bar",
    name: one.name,
    silent: true,
    barMaxWidth: label === BESIDE ? 18 : BAR_PX,
    barGap: "15%",
    itemStyle: { ...look, borderRadius: 2 },
    label: { ...FONT, fontSize: 12, ...label, formatter: ({ dataIndex }) => one.points[dataIndex].text },
    data: one.points.map(({ value }) => (value === null ? "-" : value)),
  };
}

const longest = (one) => Math.max(0, ...one.points.map(({ text }) => text.length));
const widest = (data) => LETTER_PX * Math.max(...data.series.map(longest));
const room = (data) => 14 + widest(data);

/** Return how the numbers of columns are written: above them, upright where they are narrow, or not at all. */
export function standing(data, width) {
  const each = (width - 12) / Math.max(1, data.names.length * data.series.length);
  const own = data.series.length > 1 ? Math.min(each, BAR_PX * 1.15) : each;
  if (own > widest(data)) return ABOVE;
  return own > LINE_PX ? UPRIGHT : { show: false };
}

const above = (data, width) => (standing(data, width) === UPRIGHT ? widest(data) + 12 : 24);
const leans = (data, width) => (width - 12) / Math.max(1, data.names.length) < LETTER_PX * Math.max(...data.names.map((name) => name.length)) + 4;
const leaning = (data, width) => ({ interval: 0, rotate: leans(data, width) ? 60 : 0, hideOverlap: true, margin: 8, width: EDGE_PX * 2 });
