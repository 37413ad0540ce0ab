import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";

interface Labelled {
  readonly label: string;
  readonly title?: string | undefined;
}

export function CheckBox({
  label,
  title,
  checked,
  onChange,
}: Labelled & { readonly checked: boolean; readonly onChange: (checked: boolean) => void }) {
  return (
    <label title={title}>
      <input type="checkbox" checked={checked} onChange={({ currentTarget }) => onChange(currentTarget.checked)} />
      {label}
    </label>
  );
}

interface Numeric extends Labelled {
  /** Undefined for an empty field. */
  readonly value: number | undefined;
  readonly min?: number;
  readonly step?: number | "any";
  readonly onChange: (value: number) => void;
}

/** A number of at least `min`. Whole numbers by default. */
export function NumberInput({ label, title, value, min, step = 1, onChange }: Numeric) {
  const change = (text: string) => {
    const number = step === 1 ? Math.trunc(Number(text)) : Number(text);
    if (text !== "" && Number.isFinite(number)) onChange(Math.max(min ?? -Infinity, number));
  };
  return (
    <label title={title}>
      {label}
      <input
        type="number"
        min={min}
        step={step}
        value={value ?? ""}
        onChange={({ currentTarget }) => change(currentTarget.value)}
      />
    </label>
  );
}

/** A slider with its value as text. */
export function Slider({
  label,
  title,
  shown,
  value,
  range: [min, max, step],
  onInput,
}: Labelled & {
  readonly shown: ComponentChildren;
  readonly value: number;
  /** Least value, largest value and step. */
  readonly range: readonly [number, number, number];
  readonly onInput: (value: number) => void;
}) {
  return (
    <label title={title} class="slider">
      {label} <output>{shown}</output>
      <input
        type="range"
        min={min}
        max={max}
        step={step}
        value={value}
        onInput={({ currentTarget }) => onInput(Number(currentTarget.value))}
      />
    </label>
  );
}

/** A choice among names, each with the text that is shown for it. */
export function Choice({
  label,
  title,
  value,
  choices,
  onChange,
}: Labelled & {
  readonly value: string;
  readonly choices: readonly (readonly [value: string, text: string])[];
  readonly onChange: (value: string) => void;
}) {
  return (
    <label title={title}>
      {label}
      <select value={value} onChange={({ currentTarget }) => onChange(currentTarget.value)}>
        {choices.map(([each, text]) => (
          <option key={each} value={each}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Copies a text, and says so. */
export function CopyButton({ label, text }: { readonly label: string; readonly text: () => string }) {
  const [copied, setCopied] = useState<boolean>();
  const copy = async () => {
    setCopied(
      await navigator.clipboard.writeText(text()).then(
        () => true,
        () => false,
      ),
    );
    setTimeout(() => setCopied(undefined), 2_500);
  };
  const said = copied ? "Copied" : "The browser refused: select the text";
  return <button onClick={() => void copy()}>{copied === undefined ? label : said}</button>;
}
