/** Strongly connected components (Kosaraju, without recursion): nodes that lie on common cycles get the same number. */
export function strongComponents(
  nodes: Iterable<string>,
  before: (name: string) => readonly string[],
): ReadonlyMap<string, number> {
  const names = [...nodes];
  const behind = new Map<string, string[]>(names.map((name) => [name, []]));
  for (const name of names) for (const source of before(name)) behind.get(source)?.push(name);
  const component = new Map<string, number>();
  for (const root of finishOrder(names, (name) => behind.get(name) ?? []).toReversed()) {
    if (component.has(root)) continue;
    const number = component.size;
    const stack = [root];
    component.set(root, number);
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      for (const source of before(at)) {
        if (component.has(source) || !behind.has(source)) continue;
        component.set(source, number);
        stack.push(source);
      }
    }
  }
  return component;
}

/** Nodes in the order in which a depth-first walk leaves them. */
function finishOrder(names: readonly string[], next: (name: string) => readonly string[]): string[] {
  const seen = new Set<string>();
  const finished: string[] = [];
  for (const root of names) {
    if (seen.has(root)) continue;
    seen.add(root);
    const stack = [{ name: root, next: next(root).values() }];
    while (stack.length) {
      const top = stack[stack.length - 1];
      const step = top.next.next();
      if (step.done) {
        finished.push(top.name);
        stack.pop();
      } else if (!seen.has(step.value)) {
        seen.add(step.value);
        stack.push({ name: step.value, next: next(step.value).values() });
      }
    }
  }
  return finished;
}
