import type { Params } from "@tweedie/core";

/** Names of the parts of an attention in files of diffusers before 0.15, and now. */
const renamedParts: Readonly<Record<string, string>> = {
  query: "to_q",
  key: "to_k",
  value: "to_v",
  proj_attn: "to_out.0",
};

/** Tensors of a file of diffusers under the current names. */
export const withCurrentNames = <T>(tensors: Params<T>): Params<T> =>
  Object.fromEntries(
    Object.entries(tensors).map(([name, tensor]) => [
      name.replace(/(?<=\.attentions\.\d+\.)(query|key|value|proj_attn)(?=\.)/, (part) => renamedParts[part]!),
      tensor,
    ]),
  );
