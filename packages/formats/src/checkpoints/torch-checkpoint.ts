import { TweedieError } from "@tweedie/core";
import { describeValue } from "../pickle/describe-value.ts";
import type { PickleValue } from "../pickle/pickle-value.ts";
import { fieldsOf, itemsOf } from "../pickle/pickle-views.ts";
import { tensorCall, torchTensor } from "../torch/torch-tensor.ts";
import { type TorchModule, torchModule } from "../torch/torch-module.ts";
import type { TorchStorage } from "../torch/torch-storage.ts";
import type { Checkpoint, CheckpointFormat, CheckpointTensor, NamedSettings, Settings } from "./checkpoint.ts";
import { describedSetting, plainAttributes, plainSettings } from "./plain-settings.ts";
import { type TensorTable, tensorPlace, tensorTable } from "./tensor-table.ts";

/** The object of a file that Python's pickle wrote, and what is needed to read its tensors. */
export interface PickledContent {
  readonly value: PickleValue;
  readonly bytes: number;
  storageOf(value: PickleValue | undefined): TorchStorage;
}

/** Keys under which files hold a network or its state dict, in the order of preference: averages come first. */
const networkKeys = ["ema", "G_ema", "ema_model", "model_ema", "net", "model", "state_dict", "params", "module"];

/** Most modules on the way to a tensor, and most attributes of all modules: a pickle can name the same module many times. */
const [maxDepth, maxValues] = [32, 1_000_000];

/** Most other objects of a file that are described. */
const maxExtras = 100;

/**
 * Finds the network of a file: a module of torch, alone or under one of `networkKeys` as in EDM's and SiD's files, or a state dict.
 *
 * @throws TweedieError if there is none, naming what the file has instead.
 */
export function torchCheckpoint(content: PickledContent, where: string, format: "edm" | "torch"): Checkpoint {
  const { value } = content;
  const fields = fieldsOf(value) ?? new Map<string, PickleValue>();
  const candidates = networkKeys.filter((key) => fields.has(key)).map((key) => [key, fields.get(key)!] as const);
  const found = [["", value] as const, ...candidates];

  const network = found.find(([, each]) => torchModule(each));
  if (network) {
    const [key, each] = network;
    const extras = extrasOf(fields, key);
    return { format, extras, ...moduleContent(torchModule(each)!, content, where) };
  }
  const state = found.find(([, each]) => isStateDict(each));
  if (state) {
    const [key, each] = state;
    const extras = key === "" ? {} : extrasOf(fields, key);
    return { ...tensorsAlone("torch", stateTensors(fieldsOf(each)!, content, where)), extras };
  }
  const entries = [...fields]
    .slice(0, 8)
    .map(([key, each]) => `${JSON.stringify(key.slice(0, 40))} (${describeValue(each)})`);
  const has = entries.length > 0 ? `a dictionary with ${entries.join(", ")}` : describeValue(value);
  throw new TweedieError({ where, what: `holds no network and no state dict, but ${has}` });
}

/** A checkpoint of tensors without a network. */
const tensorsAlone = (format: CheckpointFormat, tensors: Checkpoint["tensors"]): Checkpoint => ({
  format,
  network: undefined,
  options: {},
  preconditioning: undefined,
  tensors,
  extras: {},
});

/** Descriptions of the values of a file but the network. */
function extrasOf(fields: ReadonlyMap<string, PickleValue>, without: string): Settings {
  const others = [...fields].filter(([key]) => key !== without && key !== "__proto__");
  const described = others.slice(0, maxExtras).map(([key, value]) => [key.slice(0, 200), describedSetting(value)]);
  const more = others.length > maxExtras ? { "...": `${others.length - maxExtras} others` } : {};
  return { ...(Object.fromEntries(described) as Settings), ...more };
}

/** True for a dictionary that has at least one tensor. */
const isStateDict = (value: PickleValue): boolean =>
  [...(fieldsOf(value)?.values() ?? [])].some((each) => tensorCall(each) !== undefined);

function stateTensors(
  fields: ReadonlyMap<string, PickleValue>,
  { bytes, storageOf }: PickledContent,
  where: string,
): ReadonlyMap<string, CheckpointTensor> {
  const table = tensorTable(where, bytes);
  for (const [name, value] of fields) addTensor(table, name, value, where, storageOf);
  return table.tensors;
}

function addTensor(
  table: TensorTable,
  name: string,
  value: PickleValue,
  where: string,
  storageOf: PickledContent["storageOf"],
): void {
  const place = tensorPlace(where, name);
  const call = tensorCall(value);
  if (!call) throw new TweedieError({ where: place, what: `is ${describeValue(value)}, not a tensor` });
  table.add(name, torchTensor(call, place, storageOf));
}

/** The network, its preconditioning and its tensors. A module around `model` without parameters of its own is a preconditioning. */
function moduleContent(root: TorchModule, { bytes, storageOf }: PickledContent, where: string) {
  const inner = torchModule(root.modules.get("model"));
  const isAround = inner !== undefined && root.modules.size === 1 && root.parameters.size === 0;
  const network = isAround ? inner : root;
  const preconditioning: NamedSettings | undefined = isAround
    ? { name: root.className, options: plainAttributes(root.attributes) }
    : undefined;
  const table = tensorTable(where, bytes);
  let left = maxValues;
  const collect = (module: TorchModule, prefix: string, depth: number): void => {
    const fail = (what: string) =>
      new TweedieError({ where: `${where}, module ${JSON.stringify(prefix.slice(0, 200))}`, what });
    left -= module.attributes.size + module.parameters.size + module.buffers.size + module.modules.size;
    if (depth > maxDepth || left < 0) throw fail("is one of too many modules, or below too many of them");
    for (const [name, value] of [...module.parameters, ...module.buffers]) {
      if (value !== null) addTensor(table, `${prefix}${name}`, value, where, storageOf);
    }
    for (const [name, value] of module.modules) {
      if (value === null) continue;
      const below = torchModule(value);
      if (!below) throw fail(`has ${describeValue(value)} for the module ${JSON.stringify(name.slice(0, 80))}`);
      collect(below, `${prefix}${name}.`, depth + 1);
    }
  };
  collect(root, "", 0);
  return { network: network.className, options: optionsOf(network, where), preconditioning, tensors: table.tensors };
}

/** The arguments that the class was created with, which EDM's persistent classes store. */
function optionsOf({ className, attributes }: TorchModule, where: string): Settings {
  const positional = itemsOf(attributes.get("_init_args")) ?? [];
  if (positional.length > 0) {
    throw new TweedieError({ where, what: `has ${positional.length} options of ${className} without names` });
  }
  const named = attributes.get("_init_kwargs");
  return named === undefined ? {} : plainSettings(named, `${where}: ${className}`);
}
