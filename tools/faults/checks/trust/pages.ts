import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { findChromium } from "../../../../packages/cli/src/commands/chromium.fixture.ts";
import type { Check, CheckContext } from "../../check.ts";
import { commandIn, makeHostile, makeSmallRun } from "../../product/hostile-run.ts";
import { faultOf, finish } from "../../product/process.ts";

const mark = "TAKEN-OVER";
const script = `document.title='${mark}'`;

/** Markup that would change the title of the page if any part of it were not escaped. */
const payloads = [
  `<script>${script}</script>`,
  `</script><script>${script}</script>`,
  `<img src=x onerror="${script}">`,
  `"><svg onload="${script}">`,
  `'><img src=x onerror=${script}>`,
  `</title><script>${script}</script>`,
  `</style><script>${script}</script>`,
  `--><script>${script}</script>`,
  `\${${script}}`,
  `</textarea><iframe srcdoc="<script>parent.${script}</script>">`,
];

/** Puts markup into the names of a run and opens its report and its web page in a browser: no script of it runs. */
export const hostilePages: Check = {
  id: "hostile-pages",
  group: "trust",
  fault: "HTML in the names of a run, in its report and its web page",
  done: "Markup stood in the run's name, metrics, warnings and backend; the report and the exported page were opened in Chromium.",
  times: { soak: 20, ci: 0 },
  needs: ["chromium"],
  run: openPages,
  control: {
    without: "escaping in the report",
    edits: [
      {
        file: "packages/report/src/page/html.ts",
        find: "text.replaceAll(/[&<>\"']/g, (character) => entities[character]!)",
        replace: "text.replaceAll(/[\\0]/g, (character) => entities[character]!)",
      },
    ],
    times: 4,
  },
};

async function openPages({ build, folder, times, numbers, tally }: CheckContext): Promise<void> {
  const made = await makeSmallRun(build, join(folder, "made"));
  for (let page = 0; page < times; page++) {
    const text = payloads[page < payloads.length ? page : numbers.below(payloads.length)]!;
    const run = `hostile-${page}`;
    makeHostile(made, join(made.cwd, run), text);
    const isWeb = page % 2 === 1;
    const args = isWeb ? ["export", run, "--web", `${run}-web`] : ["report", run];
    const end = await finish(commandIn(made, ...args));
    const file = join(made.cwd, isWeb ? `${run}-web/index.html` : `${run}/report.html`);
    const fault = faultOf(end);
    if (fault !== undefined) tally.add("crashed", `${args.join(" ")}: ${fault}`);
    else if (end.code !== 0) tally.add("refused");
    else if (!existsSync(file)) tally.add("lost", `${args.join(" ")}: no page`);
    else tally.add(isTakenOver(file, folder) ? "silent" : "harmless", `${args.join(" ")}: ${text}`);
  }
}

/** Opens a page in a browser and looks at the title that its scripts have left. */
function isTakenOver(file: string, folder: string): boolean {
  const profile = mkdtempSync(join(folder, "profile-"));
  const flags = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--virtual-time-budget=4000",
    `--user-data-dir=${profile}`,
  ];
  const page = execFileSync(findChromium()!, [...flags, "--dump-dom", `file://${file}`], {
    encoding: "utf8",
    maxBuffer: 2 ** 28,
    stdio: ["ignore", "pipe", "ignore"],
    timeout: 120_000,
  });
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  return (
    new RegExp(`<title>${mark}</title>`).test(page) || readFileSync(file, "utf8").includes(`<script>${script}</script>`)
  );
}
