/** What counts as a file among the names of networks, accelerators and energy tables. */

/** Resources are named plainly; anything with a separator or an ending of theirs is a file, and read as one. */
export const isResourceFile = (name: string): boolean => /[/\\]|\.(json|ya?ml)$/i.test(name);

/** A whole description as JSON text, where a name or file may also stand. */
export const isDescriptionText = (text: string): boolean => text.trimStart().startsWith('{');

export const isYamlFile = (name: string): boolean => /\.ya?ml$/i.test(name);
