import { BackendControl } from "./backend-control.tsx";
import { Controls, Transport, ViewControls } from "./controls.tsx";
import { Curves } from "./curves.tsx";
import { LossEditor, YamlEditor } from "./editors.tsx";
import { Digits } from "./digits/digits-panel.tsx";
import { Legend, PlaneView } from "./plane-view.tsx";
import { tour } from "./presets.ts";
import { panes, show, stop, tab } from "./state.ts";
import { Tabs } from "./tabs.tsx";

/** The whole page: distillation in the plane, or the digits. */
export function App() {
  return (
    <>
      <header>
        <h1>Tweedie playground</h1>
        <p>A one-step generator is distilled from a diffusion model, here in your browser.</p>
      </header>
      <Tabs />
      <div role="tabpanel" id="panel" aria-labelledby={`tab-${tab.value}`}>
        {tab.value === "plane" ? <Plane /> : <Digits />}
      </div>
    </>
  );
}

/** The tour, the pictures with their controls, the curves and the texts. */
function Plane() {
  return (
    <>
      <Tour />
      <main>
        <div class="stage">
          <Transport />
          <div class={`planes planes-${panes.value.length}`}>
            {panes.value.map((pane) => (
              <PlaneView key={pane} pane={pane} />
            ))}
          </div>
          <Legend />
          <ViewControls />
          <BackendControl />
          <Curves />
        </div>
        <div class="side">
          <Controls />
          <YamlEditor />
          <LossEditor />
        </div>
      </main>
    </>
  );
}

function Tour() {
  const current = stop.value;
  return (
    <nav class="tour" aria-label="Tour">
      <ol>
        {tour.map(({ title }, i) => (
          <li key={title}>
            <button aria-current={i === current ? "step" : undefined} onClick={() => show(i)}>
              {i + 1} {title}
            </button>
          </li>
        ))}
      </ol>
      {current !== undefined && tour[current] && <p class="text">{tour[current].text.join(" ")}</p>}
    </nav>
  );
}
