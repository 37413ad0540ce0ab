import { showTab, tab } from "./state.ts";

const tabs = [
  ["plane", "In the plane"],
  ["digits", "Digits"],
] as const;

/** Parts of the page. The arrow keys change between them. */
export function Tabs() {
  const change = (event: KeyboardEvent) => {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    const [next] = tabs.find(([name]) => name !== tab.value)!;
    showTab(next);
    document.getElementById(`tab-${next}`)?.focus();
  };
  return (
    <div class="tabs" role="tablist" aria-label="Parts of the page" onKeyDown={change}>
      {tabs.map(([name, title]) => (
        <button
          key={name}
          id={`tab-${name}`}
          role="tab"
          aria-selected={tab.value === name}
          aria-controls="panel"
          tabIndex={tab.value === name ? 0 : -1}
          onClick={() => showTab(name)}
        >
          {title}
        </button>
      ))}
    </div>
  );
}
