import { assign, type Step } from "./assign.ts";
import { diagnostic, type Diagnostic, type Finding } from "./diagnostic.ts";
import { limits } from "./limits.ts";
import type { Node } from "./node.ts";
import { parseYaml } from "./parse.ts";
import { splitPath } from "./path.ts";
import type { Source } from "./source.ts";

/** Lays `key=value` over a configuration: the key is a path, the value is YAML. What is wrong with it is reported. */
export function override(root: Node, argument: string, index: number, report: (found: Diagnostic) => void): Node {
  const source: Source = { name: "command line", text: argument, argument: index };
  const fail = (start: number, end: number, finding: Finding): Node => {
    report(diagnostic({ source, start, end }, [], finding));
    return root;
  };

  const equals = argument.indexOf("=");
  if (equals <= 0) {
    return fail(0, argument.length, { message: "an override is `key=value`", help: helpFor(argument) });
  }
  // Hydra writes `+key=value` to add a key, which needs no mark here.
  const begin = /^\+{0,2}/.exec(argument)![0].length;
  const key = argument.slice(begin, equals);
  const parts = splitPath(key);
  if (!parts || parts.length > limits.depth) {
    const help = "write `loss.lambda=1` or `metrics[0].samples=100`";
    return fail(begin, equals, { message: "this is not a path", help });
  }
  const steps = parts.map(({ name, start }): Step => {
    return { name, origin: { source, start: begin + start, end: begin + start + name.length } };
  });
  const path = parts.map(({ name }) => name);
  const parsed = parseYaml(source, equals + 1, path);
  if (!parsed.ok) {
    parsed.diagnostics.forEach(report);
    return root;
  }
  // Where there are no characters after the sign, the key stands for the value.
  const { origin } = parsed.node;
  const value = origin.start === origin.end ? { ...parsed.node, origin: steps.at(-1)!.origin } : parsed.node;
  return assign(root, steps, value, (step, message) => report(diagnostic(step.origin, path, { message })));
}

/** People also try the forms of other tools. */
function helpFor(argument: string): string | undefined {
  const colon = /^([\w.[\]-]+):\s*(\S.*)$/.exec(argument);
  if (colon) return `write \`${colon[1]}=${colon[2]}\``;
  if (/\.ya?ml$/.test(argument)) return "lay another file over this one with `-c`";
  return argument.startsWith("~") ? "a key cannot be removed; set it to another value" : undefined;
}
