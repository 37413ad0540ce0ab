import type { JSX } from "preact";

interface ChoiceProps<T extends string> {
  /** Name for screen readers. */
  readonly label: string;
  readonly value: T;
  /** Names of the values as the page shows them. */
  readonly names: Readonly<Record<T, string>>;
  readonly onChange: (value: T) => void;
}

/** A list from which one value is chosen. */
export function Choice<T extends string>({ label, value, names, onChange }: ChoiceProps<T>): JSX.Element {
  return (
    <select aria-label={label} value={value} onChange={({ currentTarget }) => onChange(currentTarget.value as T)}>
      {Object.entries<string>(names).map(([key, name]) => (
        <option key={key} value={key}>
          {name}
        </option>
      ))}
    </select>
  );
}
