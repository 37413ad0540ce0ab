import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { javascript, typescriptLanguage } from "@codemirror/lang-javascript";
import { yaml, yamlLanguage } from "@codemirror/lang-yaml";
import { bracketMatching, indentOnInput, syntaxHighlighting } from "@codemirror/language";
import { type Diagnostic, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { Compartment, EditorState, type Extension, RangeSet } from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  GutterMarker,
  gutterLineClass,
  highlightSpecialChars,
  keymap,
  lineNumbers,
  tooltips,
} from "@codemirror/view";
import { classHighlighter } from "@lezer/highlight";
import type { TextProblem } from "../../protocol/messages.ts";
import { completeLoss, completeYaml } from "./completion.ts";

export type Language = "yaml" | "typescript";

interface EditorOptions {
  readonly host: HTMLElement;
  /** Name for screen readers. */
  readonly label: string;
  readonly language: Language;
  readonly text: string;
  readonly onInput: (text: string) => void;
  readonly onSubmit: () => void;
}

/** An editor in the page. */
export interface CodeEditor {
  /** Replaces the text, if it is another one. */
  setText(text: string): void;
  /** Marks the lines of a problem. */
  setProblem(problem: TextProblem | undefined): void;
  destroy(): void;
}

const languages: Readonly<Record<Language, Extension>> = {
  yaml: [yaml(), yamlLanguage.data.of({ autocomplete: completeYaml })],
  typescript: [javascript({ typescript: true }), typescriptLanguage.data.of({ autocomplete: completeLoss })],
};

/** Creates an editor. Tab moves to the next control, Ctrl+Space completes, Ctrl+Enter submits. */
export function createCodeEditor({ host, label, language, text, onInput, onSubmit }: EditorOptions): CodeEditor {
  const marks = new Compartment();
  let isOwnChange = false;
  const submit = () => {
    onSubmit();
    return true;
  };
  const extensions = [
    [lineNumbers(), highlightSpecialChars(), history(), drawSelection(), indentOnInput(), bracketMatching()],
    [closeBrackets(), autocompletion({ icons: false }), syntaxHighlighting(classHighlighter), languages[language]],
    tooltips({ parent: document.body, position: "absolute" }),
    keymap.of([{ key: "Mod-Enter", run: submit, preventDefault: true }]),
    keymap.of([closeBracketsKeymap, completionKeymap, lintKeymap, historyKeymap, defaultKeymap].flat()),
    EditorView.updateListener.of(({ docChanged, state }) => {
      if (docChanged && !isOwnChange) onInput(state.doc.toString());
    }),
    marks.of(marksOf(undefined, text)),
    EditorView.contentAttributes.of({ "aria-label": label }),
  ];
  const view = new EditorView({ parent: host, state: EditorState.create({ doc: text, extensions }) });
  return {
    setText(next) {
      if (next === view.state.doc.toString()) return;
      isOwnChange = true;
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: next } });
      isOwnChange = false;
    },
    setProblem(problem) {
      view.dispatch({ effects: marks.reconfigure(marksOf(problem, view.state.doc.toString())) });
      view.dispatch(setDiagnostics(view.state, problem ? diagnosticsOf(problem, view.state) : []));
    },
    destroy: () => view.destroy(),
  };
}

class LineMark extends GutterMarker {
  override elementClass = "marked";
}
const lineMark = new LineMark();

/** Marks of the line numbers, and of the text for screen readers. */
function marksOf(problem: TextProblem | undefined, text: string): Extension {
  const starts = text.split("\n").map(
    (
      (at) => (line: string) =>
        (at += line.length + 1) - line.length - 1
    )(0),
  );
  const lines = [...new Set(problem?.lines)].sort((a, b) => a - b).filter((line) => line <= starts.length);
  return [
    gutterLineClass.of(RangeSet.of(lines.map((line) => lineMark.range(starts[line - 1]!)))),
    EditorView.contentAttributes.of({ "aria-invalid": String(problem !== undefined) }),
  ];
}

/** An error for each marked line, with its part of the text. */
function diagnosticsOf({ text, lines }: TextProblem, { doc }: EditorState): readonly Diagnostic[] {
  const parts = text.split(/^(?=error )/m);
  return lines
    .filter((line) => line <= doc.lines)
    .map((number) => {
      const { from, to, text: content } = doc.line(number);
      const message = parts.find((part) => part.includes(`:${number}:`)) ?? text;
      return { from: from + content.search(/\S|$/), to, severity: "error", message: message.trim() };
    });
}
