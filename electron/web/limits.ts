/** Limits of the browser door. Tests tighten the times. */
export interface DoorLimits {
  readonly connections: number;
  readonly sockets: number;
  readonly headerBytes: number;
  readonly messageBytes: number;
  /** Time for a request to arrive whole. */
  readonly requestMs: number;
  /** A connection on which nothing moves is ended after this. */
  readonly idleMs: number;
  /** A socket that does not answer a ping for this long is ended. */
  readonly heartbeatMs: number;
  /** A new address is printed at most this often. */
  readonly announceMs: number;
}

export const DOOR_LIMITS: DoorLimits = {
  connections: 128,
  sockets: 32,
  headerBytes: 8192,
  messageBytes: 8 * 2 ** 20,
  requestMs: 10_000,
  idleMs: 60_000,
  heartbeatMs: 30_000,
  announceMs: 3000,
};
