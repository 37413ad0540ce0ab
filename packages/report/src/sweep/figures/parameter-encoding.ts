import { axisFor, labelExpr } from "../../figures/value-axis.ts";
import type { ParameterAxis } from "../analysis/parameter-axis.ts";

/** Horizontal encoding of a swept parameter in Vega-Lite: nominal for a choice, quantitative for a range. */
export const parameterEncoding = ({ name, kind, isLog, values }: ParameterAxis) =>
  kind === "choice"
    ? ({
        field: "at",
        type: "nominal",
        title: name,
        sort: values.map(String),
        scale: { domain: values.map(String) },
        axis: {
          labelAngle: values.some((value) => String(value).length > 8) ? -20 : 0,
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
