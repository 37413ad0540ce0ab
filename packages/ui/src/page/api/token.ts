/** Key under which the browser keeps the token for this server alone: storage is separate for each origin, ports included. */
const key = "tweedie-token";

/** Takes the token out of the address, so that it stays in no history entry, and keeps it for later requests. */
export function adoptToken(): void {
  const token = /^#token=([\w-]+)$/.exec(location.hash)?.[1];
  if (token === undefined) return;
  localStorage.setItem(key, token);
  history.replaceState(null, "", "/#/");
}

/** Headers that prove the right to use the server. */
export const authorization = (): Record<string, string> => ({
  authorization: `Bearer ${localStorage.getItem(key) ?? ""}`,
});
