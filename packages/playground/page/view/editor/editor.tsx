import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { TextProblem } from "../../protocol/messages.ts";
import type { CodeEditor, Language } from "./code-editor.ts";

/** A text with highlighting, completion and marks at the lines of a problem. Its library is loaded beside the page, which shows the plain text until then. */
export function Editor({
  label,
  language,
  value,
  problem,
  onInput,
  onSubmit,
}: {
  readonly label: string;
  readonly language: Language;
  readonly value: string;
  readonly problem: TextProblem | undefined;
  readonly onInput: (text: string) => void;
  readonly onSubmit: () => void;
}) {
  const host = useRef<HTMLDivElement>(null);
  const [editor, setEditor] = useState<CodeEditor>();
  const present = useRef({ value, onInput, onSubmit });
  present.current = { value, onInput, onSubmit };
  useEffect(() => {
    let made: CodeEditor | undefined;
    let isGone = false;
    void import("./code-editor.ts").then(({ createCodeEditor }) => {
      if (isGone) return;
      made = createCodeEditor({
        host: host.current!,
        label,
        language,
        text: present.current.value,
        onInput: (text) => present.current.onInput(text),
        onSubmit: () => present.current.onSubmit(),
      });
      setEditor(made);
    });
    return () => {
      isGone = true;
      made?.destroy();
    };
  }, []);
  // Before the next frame, so that text, marks and messages of the page agree.
  useLayoutEffect(() => editor?.setText(value), [editor, value]);
  useLayoutEffect(() => editor?.setProblem(problem), [editor, problem]);
  return (
    <div class="editor" ref={host}>
      {!editor && <pre aria-busy="true">{value}</pre>}
    </div>
  );
}
