import type { ComponentChildren } from "preact";
import type { PluginInfo } from "../protocol/messages.ts";
import { PointsOption } from "./draw-points.tsx";
import { CheckBox, Choice, NumberInput, Slider } from "./inputs.tsx";
import { plugins, setValue, yaml } from "./state.ts";
import { pluginOf, valueAt } from "./yaml-edits.ts";

/** The parts of a JSON Schema that the controls read. */
interface Schema {
  readonly type?: string;
  readonly items?: Schema;
  readonly required?: readonly string[];
  /** A value that an example has. */
  readonly example?: unknown;
  readonly default?: unknown;
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
}

/** True for a list of points. */
const isPoints = ({ type, items }: Schema): boolean =>
  type === "array" && items?.type === "array" && items.items?.type === "number";

const propertiesOf = ({ options }: PluginInfo) => Object.entries((options as Schema).properties ?? {});

/** True for a plugin whose options have points that can be drawn. */
export const isDrawn = (plugin: PluginInfo): boolean => propertiesOf(plugin).some(([, schema]) => isPoints(schema));

/** A plugin with examples of the options that it needs. */
export function blockOf(use: string): object {
  const plugin = plugins.value.find((each) => each.use === use);
  const { required = [], properties = {} } = (plugin?.options ?? {}) as Schema;
  return { use, ...Object.fromEntries(required.map((name) => [name, properties[name]?.example])) };
}

/** Options of a plugin with a few possible values, and these. */
export const choicesOf = (use: string): readonly (readonly [string, readonly unknown[]])[] =>
  plugins.value
    .filter((plugin) => plugin.use === use)
    .flatMap(propertiesOf)
    .flatMap(([name, schema]) => {
      const values = simple(schema)?.enum;
      return values ? [[name, values] as const] : [];
    });

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
  onChoose = (use) => setValue([slot], blockOf(use)),
  children,
}: {
  readonly slot: string;
  readonly role: string;
  readonly label: string;
  readonly onChoose?: (use: string) => void;
  /** Controls beside the choice. */
  readonly children?: ComponentChildren;
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
      {children}
      {chosen && <Options slot={slot} plugin={chosen} />}
    </fieldset>
  );
}

function Options({ slot, plugin }: { readonly slot: string; readonly plugin: PluginInfo }) {
  return (
    <>
      {propertiesOf(plugin).flatMap(([name, schema]) => {
        const path = [slot, name];
        if (isPoints(schema)) return [<PointsOption key={name} path={path} title={schema.description} />];
        const control = simple(schema);
        return control ? [<Option key={name} path={path} schema={control} />] : [];
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
  const field = { label, title: schema.description };
  const set = (next: unknown) => setValue(path, next);
  if (schema.enum) {
    const none = value === undefined ? [["", "not set"] as const] : [];
    const choices = [...none, ...schema.enum.map((each) => [String(each), String(each)] as const)];
    return (
      <Choice
        {...field}
        value={String(value ?? "")}
        choices={choices}
        onChange={(name) => set(schema.enum!.find((each) => String(each) === name))}
      />
    );
  }
  if (schema.type === "boolean") return <CheckBox {...field} checked={value === true} onChange={set} />;
  if (typeof value === "object") return null;
  const number = value === undefined ? undefined : Number(value);
  if (label === "lambda") {
    return <Slider {...field} shown={number} value={number ?? 0} range={[0, 2, 0.05]} onInput={set} />;
  }
  return <NumberInput {...field} step={schema.type === "integer" ? 1 : "any"} value={number} onChange={set} />;
}
