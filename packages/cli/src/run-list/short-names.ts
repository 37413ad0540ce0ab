/** The shortest endings of dotted paths that tell them apart: `optimizer.lr` of `distill.student.optimizer.lr`. */
export function shortNames(paths: readonly string[]): readonly string[] {
  const ending = (path: string, count: number) => path.split(".").slice(-count).join(".");
  return paths.map((path) => {
    const parts = path.split(".").length;
    for (let count = 1; count < parts; count++) {
      const name = ending(path, count);
      if (paths.every((other) => other === path || ending(other, count) !== name)) return name;
    }
    return path;
  });
}
