const seconds = { d: 86_400, h: 3_600, m: 60, s: 1 } as const;

/** `4h`, `1d12h`, `90` (minutes) or what Slurm itself writes, as Slurm writes it; undefined where it is none of these. */
export function slurmTime(given: string | number): string | undefined {
  const text = String(given);
  if (/^(\d+-)?\d{1,2}:\d{2}(:\d{2})?$|^\d+-\d{1,2}$|^UNLIMITED$/i.test(text)) return text;
  if (/^\d+$/.test(text)) return write(Number(text) * seconds.m);
  if (!/^(\d+[dhms])+$/.test(text)) return undefined;
  return write(
    [...text.matchAll(/(\d+)([dhms])/g)].reduce(
      (sum, [, count, unit]) => sum + Number(count) * seconds[unit as keyof typeof seconds],
      0,
    ),
  );
}

/** Days, hours, minutes, seconds. */
function write(total: number): string {
  const part = (unit: number, within: number) => String(Math.floor(total / unit) % within).padStart(2, "0");
  return `${Math.floor(total / seconds.d)}-${part(seconds.h, 24)}:${part(seconds.m, 60)}:${part(seconds.s, 60)}`;
}
