// Means with their intervals, one below the other, as a table tells them: decided here, drawn by ECharts.

const FONT = { fontSize: 13, color: "var(--ink)" };
const ROW_PX = 46;
const CLOSE_PX = 34; // where there are many, one below the other
const LETTER_PX = 7.4;
const EDGE = 0.08;

/**
 * Read means and intervals from a table whose columns are scenarios, the reference first.
 *
 * @param {HTMLTableElement} table
 * @param {string} key - of the row (`data-row`) that is drawn; empty: all rows
 * @returns {{names: string[], points: {value: number|null, low: number|null, high: number|null, text: string, first: boolean}[]}}
 */
export function readIntervals(table, key) {
  const heads = [...table.tHead.rows[0].cells].slice(1).map((cell) => words(cell.firstChild));
  const rows = [...table.tBodies[0].rows].filter((row) => !key || row.dataset.row === key);
  const label = (row, place) => (key ? heads[place] : `${words(row.cells[0])}, ${heads[place]}`);
  const all = rows.flatMap((row) => [...row.cells].slice(1).map((cell, place) => ({ name: label(row, place), ...point(cell, place) })));
  return { names: all.map((one) => one.name), points: all };
}

function point(cell, place) {
  const number = (name) => (cell.dataset[name] === undefined ? null : Number(cell.dataset[name]));
  const told = cell.querySelector(".study-mean");
  return { value: number("value"), low: number("low"), high: number("high"), text: told ? words(told) : "", first: place === 0 };
}

const words = (node) => node.textContent.replace(/\s+/g, " ").trim();

/** Return how high a chart is, in CSS pixels; `line`: all are compared with the first. */
export const intervalsHeight = (data, line) => data.names.length * (line ? ROW_PX : CLOSE_PX) + 16;

/** Return between which numbers a chart is drawn: all intervals, with a little air. */
export function bounds(points) {
  const all = points.flatMap(({ value, low, high }) => [value, low, high]).filter((one) => one !== null);
  const [least, most] = [Math.min(...all), Math.max(...all)];
  const air = (most - least || Math.abs(most) || 1) * EDGE;
  return { min: least - air, max: most + air };
}

/**
 * Return what ECharts draws: a dot for a mean, a bar for its interval, a dashed line for the reference.
 *
 * @param {object} data - of `readIntervals`
 * @param {number} width - in CSS pixels
 * @param {string} fontFamily - of the page
 * @param {boolean} line - whether all are compared with the first
 */
export function intervals(data, width, fontFamily, line) {
  const side = Math.min(width * 0.42, LETTER_PX * Math.max(4, ...data.names.map((name) => name.length)) + 8);
  const axis = { axisTick: { show: false }, axisLine: { lineStyle: { color: "var(--line)" } } };
  return {
    animation: false,
    textStyle: { fontFamily },
    grid: { left: side + 10, right: 34, top: 4, bottom: 6 },
    xAxis: { type: "value", ...bounds(data.points), axisLabel: { show: false }, splitLine: { lineStyle: { color: "var(--grid)" } } },
    yAxis: { type: "category", data: data.names.map((_, place) => place), inverse: true, ...axis, axisLabel: { ...FONT, width: side, overflow: "truncate", interval: 0, formatter: (place) => data.names[place] } },
    series: [
      {
        type: "scatter", silent: true, symbolSize: 11, data: data.points.map(dot),
        label: { show: true, position: "top", distance: line ? 5 : 2, ...FONT, fontSize: 12, formatter: ({ dataIndex }) => data.points[dataIndex].text },
        markLine: { silent: true, symbol: "none", animation: false, label: { show: false }, data: [...data.points.flatMap(span), ...(line ? reference(data.points) : [])] },
      },
    ],
  };
}

function dot({ value, first }, place) {
  const hollow = { color: "var(--card)", borderColor: "var(--ink)", borderWidth: 2 };
  return { value: [value ?? "-", place], itemStyle: first ? hollow : { color: "var(--k0)" } };
}

function span({ low, high, first }, place) {
  if (low === null) return [];
  const lineStyle = { type: "solid", width: 3, color: first ? "var(--ink)" : "var(--k0)" };
  return [[{ coord: [low, place], lineStyle }, { coord: [high, place] }]];
}

/** The line begins at the reference's own dot: above it stands its number. */
function reference(points) {
  const [{ value }] = points;
  if (value === null) return [];
  const lineStyle = { type: "dashed", width: 1.5, color: "var(--soft)" };
  return [[{ coord: [value, 0], lineStyle }, { coord: [value, points.length - 1] }]];
}
