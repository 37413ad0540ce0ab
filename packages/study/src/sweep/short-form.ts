import { ConfigError, type ConfigNode, parseYaml } from "@tweedie/config";

type Source = ConfigNode["origin"]["source"];
type MapNode = Extract<ConfigNode, { kind: "map" }>;

/** A piece of an argument: from and to. */
type Span = readonly [start: number, end: number];

const number = String.raw`[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?`;
const rangeForm = new RegExp(`^(${number})\\.\\.(${number})(?::(log|${number}))?$`, "i");

/**
 * What an argument sweeps, as a sweep file would say it; undefined where its value is a single one.
 *
 * `a,b,c` is a list, of values or of blocks; `0..4` are whole numbers, `0.1..1` is a range, `1e-5..1e-3:log` one of logarithms,
 * and `0..1:0.25` has steps.
 */
export function shortForm(argument: string, index: number): ConfigNode | undefined {
  const source: Source = { name: "command line", text: argument, argument: index };
  const start = argument.indexOf("=") + 1;
  const range = rangeForm.exec(argument.slice(start));
  if (range) return rangeOf(source, start, range);
  const spans = splitAtCommas(argument, start);
  if (spans.length < 2) return undefined;
  return {
    kind: "list",
    origin: { source, start, end: argument.length },
    items: spans.map((span) => parse(source, span)),
  };
}

function rangeOf(source: Source, start: number, [, min, max, step]: RegExpExecArray): ConfigNode {
  const at = (from: number, length: number) => ({ source, start: from, end: from + length });
  const whole = at(start, source.text.length - start);
  const [minAt, maxAt] = [at(start, min!.length), at(start + min!.length + 2, max!.length)];
  const scalar = (value: number | string, origin = whole): ConfigNode => ({ kind: "scalar", value, origin });
  const map = (entries: Readonly<Record<string, ConfigNode>>): MapNode => ({
    kind: "map",
    origin: whole,
    entries: new Map(Object.entries(entries).map(([name, value]) => [name, { key: value.origin, value }])),
  });
  const ends = { min: scalar(Number(min), minAt), max: scalar(Number(max), maxAt) };
  if (step === undefined) return map(ends);
  if (step.toLowerCase() !== "log") {
    const width = at(maxAt.end + 1, step.length);
    return map({ ...ends, distribution: scalar("q_uniform"), q: scalar(Number(step), width) });
  }
  const areWhole = [min, max].every((text) => /^[-+]?\d+$/.test(text!));
  return map({ ...ends, distribution: scalar(areWhole ? "q_log_uniform_values" : "log_uniform_values") });
}

/** The pieces between commas that stand in no bracket and no quotes. */
function splitAtCommas(text: string, start: number): readonly Span[] {
  const cuts = [start - 1];
  let depth = 0;
  let quote = "";
  for (let at = start; at < text.length; at++) {
    const letter = text[at]!;
    if (quote) quote = letter === quote ? "" : quote;
    else if (letter === '"' || letter === "'") quote = letter;
    else if ("[{".includes(letter)) depth++;
    else if ("]}".includes(letter)) depth--;
    else if (letter === "," && depth === 0) cuts.push(at);
  }
  return cuts.map((cut, index) => [cut + 1, cuts[index + 1] ?? text.length] as const);
}

/** A piece as YAML, its places those of the whole argument. */
function parse(source: Source, [start, end]: Span): ConfigNode {
  const blank = " ".repeat(source.text.length - end);
  const parsed = parseYaml({ ...source, text: source.text.slice(0, end) + blank }, start);
  if (!parsed.ok) throw new ConfigError(parsed.diagnostics);
  return within(source, parsed.node);
}

function within(source: Source, node: ConfigNode): ConfigNode {
  const origin = { ...node.origin, source };
  if (node.kind === "scalar") return { ...node, origin };
  if (node.kind === "list") return { ...node, origin, items: node.items.map((item) => within(source, item)) };
  const entries = [...node.entries].map(
    ([name, { key, value }]) => [name, { key: { ...key, source }, value: within(source, value) }] as const,
  );
  return { ...node, origin, entries: new Map(entries) };
}
