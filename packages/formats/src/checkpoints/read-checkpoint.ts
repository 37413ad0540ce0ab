import { TweedieError } from "@tweedie/core";
import type { ByteSource } from "../bytes/byte-source.ts";
import { readPickle } from "../pickle/read-pickle.ts";
import { legacyStart, readTorchLegacy } from "../torch/torch-legacy.ts";
import { storageFinder, type TorchContent } from "../torch/torch-storage.ts";
import { readTorchZip } from "../torch/torch-zip.ts";
import { wrongFormat } from "../wrong-format.ts";
import type { Checkpoint, CheckpointTensor } from "./checkpoint.ts";
import { readSafetensorsCheckpoint } from "./safetensors-checkpoint.ts";
import { type PickledContent, torchCheckpoint } from "./torch-checkpoint.ts";

/** First bytes of a pickle: its protocol from 2 on, or the first opcode of a dictionary, list, class or tuple before. */
const pickleStarts = new Set([0x80, 0x28, 0x7d, 0x5d, 0x63]);

const zipStart: readonly number[] = [0x50, 0x4b, 0x03, 0x04];

/**
 * Reads a checkpoint of one file by its first bytes: a pickle of EDM or SiD, a torch file (zip or legacy) or a safetensors file. It reads
 * names, shapes and settings, and verifies the checksums of a zip archive; tensors are read on demand. Nothing of the file is executed.
 *
 * @param where The file, for messages.
 * @throws TweedieError if it is damaged, or has something else than tensors and plain settings where they are needed.
 */
export function readCheckpoint(source: ByteSource, where: string): Checkpoint {
  const start = source.read(0, Math.min(16, source.size));
  const begins = (bytes: readonly number[]) => bytes.every((byte, i) => start[i] === byte);
  if (start[8] === 0x7b) return readSafetensorsCheckpoint(source, where);
  if (begins(zipStart)) return torchCheckpoint(pickled(source, where, readTorchZip(source, where)), where, "torch");
  if (begins(legacyStart))
    return torchCheckpoint(pickled(source, where, readTorchLegacy(source, where)), where, "torch");
  if (pickleStarts.has(start[0] ?? 0)) return torchCheckpoint(pickled(source, where, undefined), where, "edm");
  throw wrongFormat(start, where, "a checkpoint (pickle, torch file or safetensors)");
}

/** Reads the tensors of a file that has no network: safetensors or torch. */
export function readTensorFile(source: ByteSource, where: string): ReadonlyMap<string, CheckpointTensor> {
  const { network, tensors } = readCheckpoint(source, where);
  if (network === undefined) return tensors;
  throw new TweedieError({ where, what: `holds a network of the class ${network}, where tensors alone are needed` });
}

function pickled(source: ByteSource, where: string, content: TorchContent | undefined): PickledContent {
  const value = content ? content.value : readPickle(source, where).value;
  const limit = 2 * source.size;
  return {
    value,
    bytes: source.size,
    storageOf: storageFinder(where, { content, readLegacy: readTorchLegacy, limit }),
  };
}
