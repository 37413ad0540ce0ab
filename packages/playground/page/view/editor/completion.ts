import type { Completion, CompletionContext, CompletionResult } from "@codemirror/autocomplete";
import type { ScoredBatch } from "@tweedie/core";
import type { Reference } from "../../protocol/messages.ts";
import { panes } from "../state.ts";
import { choicesAt, type Schema } from "./schema-choices.ts";
import { placeIn } from "./yaml-path.ts";

let reference: Promise<Reference> | undefined;
const loadReference = (): Promise<Reference> => (reference ??= panes.value[0]!.reference());

/** Completes keys, names of plugins and values of an experiment from its schema. */
export async function completeYaml(context: CompletionContext): Promise<CompletionResult | null> {
  const text = context.state.doc.toString();
  const [before, after] = [text.slice(0, context.pos), text.slice(context.pos)];
  const place = placeIn(before);
  if (!place || (place.from === context.pos && !context.explicit)) return null;
  const { schema } = await loadReference();
  const choices = choicesAt(schema as Schema, [before, after], place);
  const isKey = place.kind === "key";
  const follows = /^\s*:/.test(after);
  return {
    from: place.from,
    options: choices.map(({ text: label, detail, info }) => ({
      label,
      ...(detail !== undefined && { detail }),
      ...(info !== undefined && { info }),
      type: isKey ? "property" : "enum",
      apply: isKey && !follows ? `${label}: ` : label,
    })),
    validFor: /^[\w./-]*$/,
  };
}

/** Fields of the batch that a loss gets. */
const fields: Readonly<Partial<Record<keyof ScoredBatch, string>>> = {
  epsTeacher: "prediction of the teacher",
  epsFake: "prediction of the fake score",
  eps: "noise",
  xg: "generated samples",
  xt: "noised samples",
  level: "noise level",
  draws: "draws of the loss",
};

/** Completes imports, members of z, methods of tensors and fields of the batch in a loss. */
export async function completeLoss(context: CompletionContext): Promise<CompletionResult | null> {
  const member = context.matchBefore(/([\w$]+|\))\.\w*/);
  const name = context.matchBefore(/\w+/);
  if (!member && !name && !context.explicit) return null;
  const { modules, tensor } = await loadReference();
  const named = (names: readonly string[], type: string): Completion[] => names.map((label) => ({ label, type }));
  if (member) {
    const from = member.from + member.text.lastIndexOf(".") + 1;
    const options = member.text.startsWith("z.") ? named(modules["zod"] ?? [], "function") : named(tensor, "method");
    return { from, options, validFor: /^\w*$/ };
  }
  const line = context.state.doc.lineAt(context.pos);
  const imported = /^import\b.*\bfrom\s*["']([^"']+)["']/.exec(line.text)?.[1];
  const options = imported
    ? named(modules[imported] ?? [], "function")
    : Object.entries(fields).map(([label, detail]) => ({ label, detail, type: "variable" }));
  return { from: name?.from ?? context.pos, options, validFor: /^\w*$/ };
}
