import { TweedieError } from "@tweedie/core";
import type { ByteSource } from "../bytes/byte-source.ts";
import { readPickle } from "../pickle/read-pickle.ts";
import { openZip } from "../zip/zip.ts";
import type { TorchContent } from "./torch-storage.ts";

/** Reads a zip archive that `torch.save` has written: `NAME/data.pkl`, and the storages `NAME/data/KEY`. */
export function readTorchZip(source: ByteSource, where: string): TorchContent {
  const fail = (what: string, fix?: string) => new TweedieError({ where, what, fix });
  const entries = new Map(openZip(source, where, { expected: "a torch file" }).map((entry) => [entry.name, entry]));
  const pickles = [...entries.keys()].filter((name) => /^[^/]*\/data\.pkl$/.test(name));
  const [pickle] = pickles;
  if (pickle === undefined || pickles.length > 1) {
    throw fail("is a zip archive, but no torch file: it has no data.pkl in one folder");
  }
  const folder = pickle.slice(0, -"data.pkl".length);
  if (entries.has(`${folder}constants.pkl`)) {
    throw fail("is a TorchScript archive, which contains code", "save the state_dict() of the module with torch.save");
  }
  const order = entries.get(`${folder}byteorder`);
  if (order && (order.size > 16 || new TextDecoder().decode(order.read()) !== "little")) {
    throw fail("is a torch file of a big-endian machine");
  }
  const { value } = readPickle(entries.get(pickle)!.open(), where);
  const opened = new Map<string, ByteSource>();
  return {
    value,
    open({ key }) {
      const before = opened.get(key);
      if (before) return before;
      const entry = entries.get(`${folder}data/${key}`);
      if (!entry) throw fail(`lacks the storage ${JSON.stringify(key.slice(0, 40))}`);
      const source = entry.open();
      opened.set(key, source);
      return source;
    },
  };
}
