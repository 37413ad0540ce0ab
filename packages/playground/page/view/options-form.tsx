import type { PluginInfo } from "../protocol/messages.ts";
import { plugins, setValue, yaml } from "./state.ts";
import { pluginOf, valueAt } from "./yaml-edits.ts";

/** The parts of a JSON Schema that the controls read. */
interface Schema {
  readonly type?: string;
  readonly default?: unknown;
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
}

/** The schema itself, or its alternative that a control can set. */
const simple = (schema: Schema): Schema | undefined => {
  if (schema.enum || ["number", "integer", "boolean"].includes(schema.type ?? "")) return schema;
  const inner = schema.anyOf?.map(simple).find((each) => each !== undefined);
  return inner && { ...inner, default: schema.default, ...(schema.description && { description: schema.description }) };
};

/** Choice of a plugin of a slot, and controls of its options from its schema. Options without a control are set in the YAML. */
export function PluginControl({
  slot,
  role,
  label,
  onChoose = (use) => setValue([slot], { use }),
}: {
  readonly slot: string;
  readonly role: string;
  readonly label: string;
  readonly onChoose?: (use: string) => void;
}) {
  const choices = plugins.value.filter((plugin) => plugin.role === role);
  const use = pluginOf(yaml.value, slot) ?? "";
  const chosen = choices.find((plugin) => plugin.use === use);
  return (
    <fieldset>
      <legend>{label}</legend>
      <select
        aria-label={label}
        value={use}
        title={chosen?.summary}
        onChange={({ currentTarget }) => onChoose(currentTarget.value)}
      >
        {!chosen && <option value={use}>{use}</option>}
        {choices.map((plugin) => (
          <option key={plugin.use} value={plugin.use}>
            {plugin.use}
          </option>
        ))}
      </select>
      {chosen && <Options slot={slot} plugin={chosen} />}
    </fieldset>
  );
}

function Options({ slot, plugin }: { readonly slot: string; readonly plugin: PluginInfo }) {
  const entries = Object.entries((plugin.options as Schema).properties ?? {});
  return (
    <>
      {entries.flatMap(([name, schema]) => {
        const control = simple(schema);
        return control ? [<Option key={name} path={[slot, name]} schema={control} />] : [];
      })}
    </>
  );
}

interface OptionProps {
  readonly path: readonly string[];
  readonly schema: Schema;
  readonly label?: string;
}

/** Control of one value: a slider for lambda, a number, a choice or a check box. */
export function Option({ path, schema, label = path.at(-1)! }: OptionProps) {
  const value = valueAt(yaml.value, path) ?? schema.default;
  const title = schema.description;
  if (schema.enum) {
    return (
      <label title={title}>
        {label}
        <select value={String(value)} onChange={({ currentTarget }) => setValue(path, currentTarget.value)}>
          {schema.enum.map((each) => (
            <option key={String(each)}>{String(each)}</option>
          ))}
        </select>
      </label>
    );
  }
  if (schema.type === "boolean") {
    const set = (checked: boolean) => setValue(path, checked);
    return (
      <label title={title}>
        {label}
        <input type="checkbox" checked={value === true} onChange={({ currentTarget }) => set(currentTarget.checked)} />
      </label>
    );
  }
  return typeof value === "object" ? null : <NumberOption path={path} value={value} title={title} label={label} />;
}

interface NumberProps {
  readonly path: readonly string[];
  readonly value: unknown;
  readonly title: string | undefined;
  readonly label: string;
}

function NumberOption({ path, value, title, label }: NumberProps) {
  const set = (text: string) => text !== "" && Number.isFinite(Number(text)) && setValue(path, Number(text));
  const number = value === undefined ? "" : Number(value);
  if (label === "lambda") {
    const change = (input: HTMLInputElement) => set(input.value);
    return (
      <label title={title} class="slider">
        lambda <output>{number}</output>
        <input
          type="range"
          min={0}
          max={2}
          step={0.05}
          value={number}
          onInput={(event) => change(event.currentTarget)}
        />
      </label>
    );
  }
  return (
    <label title={title}>
      {label}
      <input type="number" step="any" value={number} onChange={({ currentTarget }) => set(currentTarget.value)} />
    </label>
  );
}
