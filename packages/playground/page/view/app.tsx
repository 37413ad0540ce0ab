import { Controls, Transport, ViewControls } from "./controls.tsx";
import { Curves } from "./curves.tsx";
import { LossEditor, YamlEditor } from "./editors.tsx";
import { Legend, PlaneView } from "./plane-view.tsx";
import { tour } from "./presets.ts";
import { panes, show, stop } from "./state.ts";

/** The whole page: the tour, the pictures with their controls, the curves and the texts. */
export function App() {
  return (
    <>
      <header>
        <h1>Tweedie playground</h1>
        <p>A one-step generator is distilled from a diffusion model, here in your browser.</p>
      </header>
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
