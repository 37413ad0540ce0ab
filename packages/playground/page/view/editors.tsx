import { useState } from "preact/hooks";
import { Editor } from "./editor/editor.tsx";
import { CopyButton } from "./inputs.tsx";
import { check, checked, own, ownChecked, setYaml, useOwn, yaml } from "./state.ts";

let checking: ReturnType<typeof setTimeout> | undefined;

/** The experiment, with the errors of `tweedie validate`. */
export function YamlEditor() {
  const [draft, setDraft] = useState<string>();
  const text = draft ?? yaml.value;
  const { problem, notes } = checked.value;
  const change = (next: string) => {
    setDraft(next);
    clearTimeout(checking);
    checking = setTimeout(() => void check(next), 250);
  };
  const apply = () => {
    setDraft(undefined);
    void setYaml(text);
  };
  return (
    <section class="yaml">
      <h2>Experiment</h2>
      <Editor
        label="Experiment as YAML"
        language="yaml"
        value={text}
        problem={problem}
        onInput={change}
        onSubmit={apply}
      />
      <p class="buttons">
        <button onClick={apply} disabled={draft === undefined}>
          Apply
        </button>
        <CopyButton label="Copy the command" text={() => commandOf(text)} />
      </p>
      {problem && <pre class="problem">{problem.text}</pre>}
      {notes.map((note) => (
        <p key={note} class="warning">
          {note}
        </p>
      ))}
    </section>
  );
}

/** Commands that write the files of the page and run the experiment. */
function commandOf(text: string): string {
  const file = (name: string, content: string) => `cat > ${name} <<'END'\n${content.replace(/\n?$/, "\n")}END\n`;
  const files = [
    ...(text.includes("./my-loss.ts") ? [file("my-loss.ts", own.value)] : []),
    file("playground.yaml", text),
  ];
  return `${files.join("")}tweedie run playground.yaml\n`;
}

/** A loss of one's own, compiled and checked in the worker. */
export function LossEditor() {
  const result = ownChecked.value;
  return (
    <section class="own">
      <h2>Your own loss</h2>
      <p>
        TypeScript or JavaScript; the command runs the same file. a is the teacher's prediction, b the fake score's, e
        the noise. Ctrl+Space completes, Ctrl+Enter trains with it.
      </p>
      <Editor
        label="Your own loss"
        language="typescript"
        value={own.value}
        problem={result?.problem}
        onInput={(text) => (own.value = text)}
        onSubmit={() => void useOwn()}
      />
      <p class="buttons">
        <button onClick={() => void useOwn()}>Check and train</button>
      </p>
      {result?.problem && <pre class="problem">{result.problem.text}</pre>}
      {result?.notes.map((note) => (
        <p key={note} class={note.includes("checks of the contract pass") ? "note" : "warning"}>
          {note}
        </p>
      ))}
    </section>
  );
}
