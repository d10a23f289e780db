/** The part of jsfive that the tests use; the package has no types. */
declare module 'jsfive' {
  export class Group {
    readonly keys: string[];
    get(path: string): Group | Dataset;
  }
  export class Dataset {
    readonly shape: number[];
    readonly dtype: unknown;
    readonly value: unknown;
    readonly _dataobjects: { readonly filter_pipeline: readonly ReadonlyMap<string, number>[] | null };
  }
  export class File extends Group {
    constructor(bytes: ArrayBufferLike, name: string);
  }
}
