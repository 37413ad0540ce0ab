import { ConfigError, type MapNode, type ConfigNode, parseYaml, type Source } from "@tweedie/config";

/** Start and end of a part of an argument, in characters. */
type Span = readonly [start: number, end: number];

// Without leading zeros, which mean an octal number to some.
const numberPattern = String.raw`[-+]?(?:(?:0|[1-9]\d*)(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?`;
const rangePattern = new RegExp(`^(${numberPattern})\\.\\.(${numberPattern})(?::(log|${numberPattern}))?$`, "i");

/**
 * Parses the value of an argument as a parameter of a sweep file; undefined if it is a single value.
 *
 * `a,b,c` is a list of values or blocks, `0..4` a range of integers, `0.1..1` a continuous range, `1e-5..1e-3:log` a logarithmic
 * range, and `0..1:0.25` a range with steps.
 */
export function shortForm(argument: string, index: number): ConfigNode | undefined {
  const source: Source = { name: "command line", text: argument, argument: index };
  const start = argument.indexOf("=") + 1;
  const range = rangePattern.exec(argument.slice(start));
  if (range) return rangeNode(source, start, range);
  const spans = splitAtCommas(argument, start);
  if (spans.length < 2) return undefined;
  return {
    kind: "list",
    origin: { source, start, end: argument.length },
    items: spans.map((span) => parse(source, span)),
  };
}

/** Parses the value of an argument as a single value. */
export function parseValue(argument: string, index: number): ConfigNode {
  const source: Source = { name: "command line", text: argument, argument: index };
  return parse(source, [argument.indexOf("=") + 1, argument.length]);
}

function rangeNode(source: Source, start: number, [, min, max, step]: RegExpExecArray): ConfigNode {
  const originAt = (from: number, length: number) => ({ source, start: from, end: from + length });
  const whole = originAt(start, source.text.length - start);
  const [minOrigin, maxOrigin] = [originAt(start, min!.length), originAt(start + min!.length + 2, max!.length)];
  const scalar = (value: number | string, origin = whole): ConfigNode => ({ kind: "scalar", value, origin });
  const map = (entries: Readonly<Record<string, ConfigNode>>): MapNode => ({
    kind: "map",
    origin: whole,
    entries: new Map(Object.entries(entries).map(([name, value]) => [name, { key: value.origin, value }])),
  });
  const ends = { min: scalar(Number(min), minOrigin), max: scalar(Number(max), maxOrigin) };
  if (step === undefined) return map(ends);
  if (step.toLowerCase() !== "log") {
    const q = scalar(Number(step), originAt(maxOrigin.end + 1, step.length));
    return map({ ...ends, distribution: scalar("q_uniform"), q });
  }
  const isInteger = [min, max].every((text) => /^[-+]?\d+$/.test(text!));
  return map({ ...ends, distribution: scalar(isInteger ? "q_log_uniform_values" : "log_uniform_values") });
}

/** Spans between the commas outside brackets and quotation marks. */
function splitAtCommas(text: string, start: number): readonly Span[] {
  const cuts = [start - 1];
  let depth = 0;
  let quote = "";
  for (let at = start; at < text.length; at++) {
    const character = text[at]!;
    if (quote) quote = character === quote ? "" : quote;
    else if (character === '"' || character === "'") quote = character;
    else if ("[{".includes(character)) depth++;
    else if ("]}".includes(character)) depth--;
    else if (character === "," && depth === 0) cuts.push(at);
  }
  return cuts.map((cut, index) => [cut + 1, cuts[index + 1] ?? text.length] as const);
}

/** Parses a span as YAML, with origins in the whole argument. */
function parse(source: Source, [start, end]: Span): ConfigNode {
  const padding = " ".repeat(source.text.length - end);
  const parsed = parseYaml({ ...source, text: source.text.slice(0, end) + padding }, start);
  if (!parsed.ok) throw new ConfigError(parsed.diagnostics);
  return withSource(source, parsed.node);
}

function withSource(source: Source, node: ConfigNode): ConfigNode {
  const origin = { ...node.origin, source };
  if (node.kind === "scalar") return { ...node, origin };
  if (node.kind === "list") return { ...node, origin, items: node.items.map((item) => withSource(source, item)) };
  const entries = [...node.entries].map(
    ([name, { key, value }]) => [name, { key: { ...key, source }, value: withSource(source, value) }] as const,
  );
  return { ...node, origin, entries: new Map(entries) };
}
