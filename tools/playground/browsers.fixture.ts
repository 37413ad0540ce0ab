import { type BrowserPage, findChromium, openBrowser } from "../../packages/cli/src/commands/chromium.fixture.ts";
import { findFirefox, openFirefox } from "../../packages/cli/src/commands/firefox.fixture.ts";

/** A browser of this machine. */
export interface Browser {
  readonly name: string;
  /** Its path; undefined if it is not installed. */
  readonly program: string | undefined;
  open(program: string, profile: string): Promise<BrowserPage>;
}

export const chromium: Browser = { name: "Chromium", program: findChromium(), open: openBrowser };

/** The browsers that the page is tested in. */
export const browsers: readonly Browser[] = [chromium, { name: "Firefox", program: findFirefox(), open: openFirefox }];

/** Title of tests that are skipped without the browser. */
export const titleOf = ({ name, program }: Browser): string =>
  program === undefined ? `${name} is not installed` : name;
