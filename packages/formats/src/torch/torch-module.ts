import type { PickleCall, PickleValue } from "../pickle/pickle-value.ts";
import { fieldsOf, globalName, itemsOf, recordOf } from "../pickle/pickle-views.ts";

/** An object of a class of Python: its name without the module, and its attributes. */
export interface PythonObject {
  readonly className: string;
  readonly attributes: ReadonlyMap<string, PickleValue>;
}

/**
 * The function of EDM's `torch_utils.persistence` that Python calls to compile the source of a class from the file. Only the name of the
 * class and the attributes of the object are read here.
 */
const persistence = /(^|\.)persistence\._reconstruct_persistent_obj$/;

/** Functions that make an object of the class in their first argument. */
const constructors = new Set(["copyreg._reconstructor", "copy_reg._reconstructor", "copyreg.__newobj__"]);

/** The class and attributes of an object, persistent or of an importable class; undefined for other values. */
export function pythonObject(value: PickleValue | undefined): PythonObject | undefined {
  const record = recordOf(value);
  if (record?.kind !== "call") return undefined;
  const name = globalName(record.callee) ?? "";
  if (persistence.test(name)) return persistentObject(record);
  const className = constructors.has(name) ? globalName(record.args[0]) : name;
  const attributes = attributesOf(record.state);
  return className !== undefined && className !== "" && attributes
    ? { className: lastWord(className), attributes }
    : undefined;
}

function persistentObject({ args }: PickleCall): PythonObject | undefined {
  const meta = fieldsOf(args[0]);
  const className = meta?.get("class_name");
  const attributes = attributesOf(meta?.get("state"));
  if (meta?.get("type") !== "class" || typeof className !== "string" || !attributes) return undefined;
  return { className, attributes };
}

/** The attributes of a state: a dictionary, or a tuple of one and the values of slots. */
const attributesOf = (state: PickleValue | undefined): ReadonlyMap<string, PickleValue> | undefined =>
  fieldsOf(state) ?? fieldsOf(itemsOf(state)?.[0]);

const lastWord = (name: string): string => name.slice(name.lastIndexOf(".") + 1);

/** A module of torch: an object with parameters, buffers and modules below it. */
export interface TorchModule extends PythonObject {
  readonly parameters: ReadonlyMap<string, PickleValue>;
  /** Buffers that belong to the state dict. */
  readonly buffers: ReadonlyMap<string, PickleValue>;
  readonly modules: ReadonlyMap<string, PickleValue>;
}

/** The module of a value; undefined for other values. */
export function torchModule(value: PickleValue | undefined): TorchModule | undefined {
  const object = pythonObject(value);
  const parameters = fieldsOf(object?.attributes.get("_parameters"));
  const buffers = fieldsOf(object?.attributes.get("_buffers"));
  const modules = fieldsOf(object?.attributes.get("_modules"));
  if (!object || !parameters || !buffers || !modules) return undefined;
  const temporary = new Set(itemsOf(object.attributes.get("_non_persistent_buffers_set")));
  const kept = [...buffers].filter(([name]) => !temporary.has(name));
  return { ...object, parameters, buffers: new Map(kept), modules };
}
