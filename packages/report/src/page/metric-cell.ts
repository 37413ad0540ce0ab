import { type NamedMetric, scaleOf, titleOf } from "../metric-name.ts";
import type { Column } from "./data-table.ts";
import { type Html, html } from "./html.ts";

/** A metric as the heading of a row: its full name, its name in logs, unit and direction. */
export const metricCell = (metric: NamedMetric): Html =>
  html`${titleOf(metric)} ${titleOf(metric) !== metric.name && html`<code>${metric.name}</code>`}
    <span>${scaleOf(metric)}</span>`;

/** A metric as a column of a table. */
export const metricColumn = (metric: NamedMetric): Column => ({
  title: titleOf(metric),
  short: metric.name,
  scale: scaleOf(metric),
  isNumber: true,
});
