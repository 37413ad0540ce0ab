import { type PluginModule, UntrustedCodeError } from "@tweedie/engine";
import { expect, test } from "vitest";
import { recordingTerminal } from "../terminal/recording-terminal.fixture.ts";
import { type Consent, consentOfCommand } from "./with-trust.ts";

/** A terminal that counts the questions. */
function asked(answer: boolean) {
  const terminal = recordingTerminal(answer);
  let questions = 0;
  const confirm = () => Promise.resolve(++questions > 0 && answer);
  return { ...terminal, stdout: { ...terminal.stdout, isInteractive: true }, confirm, questions: () => questions };
}

/** An action that imports these files of another project. */
const importing =
  (...files: readonly string[]) =>
  ({ trust, trusted }: Consent) => {
    const modules = files.map((file): PluginModule => ({ use: file, file, origin: "file", project: "/stranger" }));
    const untrusted = modules.filter((module) => !trust(module));
    return untrusted.length > 0 ? Promise.reject(new UntrustedCodeError(untrusted)) : Promise.resolve(trusted);
  };

test("a yes holds for the listed files in all actions of a command, and for no other file", async () => {
  const terminal = asked(true);
  const withConsent = consentOfCommand({}, terminal);
  expect(await withConsent(importing("/a.ts"))).toEqual(["/a.ts"]);
  expect(await withConsent(importing("/a.ts"))).toEqual(["/a.ts"]);
  expect(terminal.questions()).toBe(1);
  expect(await withConsent(importing("/a.ts", "/b.ts"))).toEqual(["/a.ts", "/b.ts"]);
  expect(terminal.questions()).toBe(2);
  await consentOfCommand({}, terminal)(importing("/a.ts"));
  expect(terminal.questions()).toBe(3);
});

test("a no holds in all actions of a command", async () => {
  const terminal = asked(false);
  const withConsent = consentOfCommand({}, terminal);
  await expect(withConsent(importing("/a.ts"))).rejects.toThrow(UntrustedCodeError);
  await expect(withConsent(importing("/a.ts", "/b.ts"))).rejects.toThrow(UntrustedCodeError);
  expect(terminal.questions()).toBe(1);
});

test("--trust asks nothing", async () => {
  const terminal = asked(false);
  expect(await consentOfCommand({ trust: true }, terminal)(importing("/a.ts"))).toBe("all");
  expect(terminal.questions()).toBe(0);
});
