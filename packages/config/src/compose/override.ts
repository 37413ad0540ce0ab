import { createDiagnostic, type Diagnostic, type DiagnosticText } from "../diagnose/diagnostic.ts";
import { limits } from "../read/limits.ts";
import { parseYaml } from "../read/parse.ts";
import type { Source } from "../read/source.ts";
import { assign, type PathStep } from "../tree/assign.ts";
import type { ConfigNode } from "../tree/node.ts";
import { splitPath } from "../tree/path.ts";

/** Applies `key=value` to a configuration: the key is a path, the value is YAML. Errors are reported. */
export function applyOverride(
  root: ConfigNode,
  argument: string,
  index: number,
  report: (diagnostic: Diagnostic) => void,
): ConfigNode {
  const source: Source = { name: "command line", text: argument, argument: index };
  const fail = (start: number, end: number, text: DiagnosticText): ConfigNode => {
    report(createDiagnostic({ source, start, end }, [], text));
    return root;
  };

  const equals = argument.indexOf("=");
  if (equals <= 0) {
    return fail(0, argument.length, { message: "an override is `key=value`", help: helpFor(argument) });
  }
  // Hydra adds a key by `+key=value`; the plus is accepted and has no effect.
  const begin = /^\+{0,2}/.exec(argument)![0].length;
  const key = argument.slice(begin, equals);
  const parts = splitPath(key);
  if (!parts || parts.length > limits.depth) {
    const help = "write `loss.lambda=1` or `metrics[0].samples=100`";
    return fail(begin, equals, { message: "this is not a path", help });
  }
  const steps = parts.map(({ name, start }): PathStep => {
    return { name, origin: { source, start: begin + start, end: begin + start + name.length } };
  });
  const path = parts.map(({ name }) => name);
  const parsed = parseYaml(source, equals + 1, path);
  if (!parsed.ok) {
    parsed.diagnostics.forEach(report);
    return root;
  }
  // An empty value has no characters: its origin is that of the key.
  const { origin } = parsed.node;
  const value = origin.start === origin.end ? { ...parsed.node, origin: steps.at(-1)!.origin } : parsed.node;
  return assign(root, steps, value, (step, message) => report(createDiagnostic(step.origin, path, { message })));
}

/** Help for the syntax of other tools. */
function helpFor(argument: string): string | undefined {
  const colon = /^([\w.[\]-]+):\s*(\S.*)$/.exec(argument);
  if (colon) return `write \`${colon[1]}=${colon[2]}\``;
  if (/\.ya?ml$/.test(argument)) return "merge another file over this one with `-c`";
  return argument.startsWith("~") ? "a key cannot be removed; set it to another value" : undefined;
}
