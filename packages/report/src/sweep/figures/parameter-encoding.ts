import { axisFor, labelExpr } from "../../figures/value-axis.ts";
import type { ParameterAxis } from "../analysis/parameter-axis.ts";

/** True for a choice with a value that is too long for a horizontal label. */
export const hasTiltedLabels = ({ kind, values }: ParameterAxis): boolean =>
  kind === "choice" && values.some((value) => String(value).length > 8);

/** Horizontal encoding of a swept parameter in Vega-Lite: nominal for a choice, quantitative for a range. */
export const parameterEncoding = (parameter: ParameterAxis) => {
  const { name, kind, isLog, values } = parameter;
  return kind === "choice"
    ? ({
        field: "at",
        type: "nominal",
        title: name,
        sort: values.map(String),
        scale: { domain: values.map(String) },
        axis: {
          labelAngle: hasTiltedLabels(parameter) ? -20 : 0,
          labelLimit: 110,
          labelExpr: "datum.value",
        },
      } as const)
    : ({
        field: "at",
        type: "quantitative",
        title: name,
        scale: { type: isLog ? "log" : "linear", nice: false, padding: 10, ...(!isLog && { zero: false }) },
        axis: {
          ...axisFor(isLog ? (values as readonly number[]) : []).axis,
          labelExpr,
          ...(values.length <= 5 && { values: [...(values as readonly number[])] }),
        },
      } as const);
};
