/** What passes between the host's main thread and a worker thread. */
import type { Outcome } from '../../engine/contract/index.ts';
import type { HostPaths } from './context.ts';
import type { JobReport } from './report.ts';

export type ThreadData =
  | {
      readonly role: 'job';
      readonly kind: string;
      readonly ask: unknown;
      readonly stopFlag: Int32Array<SharedArrayBuffer>;
      readonly paths: HostPaths;
    }
  | { readonly role: 'service'; readonly paths: HostPaths };

export type FromJob =
  | { readonly type: 'report'; readonly report: JobReport }
  | { readonly type: 'end'; readonly outcome: Outcome<unknown> };

export interface ToService {
  readonly id: number;
  readonly kind: string;
  readonly ask: unknown;
  /** One Int32, 1 = the question was taken back. */
  readonly stopFlag: Int32Array<SharedArrayBuffer>;
}
export type FromService =
  | { readonly id: number; readonly outcome: Outcome<unknown> }
  | { readonly id: number; readonly done: number; readonly total: number };
