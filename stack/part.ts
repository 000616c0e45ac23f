import type { Variables } from './outside';
import type { ServiceName } from './services';

export type PartName = 'postgres' | 'events-postgres' | 'mongo' | 'kafka' | 'temporal' | 's3' | 'api' | 'worker' | ServiceName;

/** Tells whoever is watching what is going on, in a few words. */
export type Report = (text: string) => void;

/** A program the machine must have, because we neither ship nor build it. */
export type Tool = 'go' | 'java' | 'maven' | 'python';

/** How to start a part's process. */
export interface Launch {
  readonly command: string;
  readonly args: readonly string[];
  /** Variables of its own, beside the basic ones such as PATH. */
  readonly env?: Readonly<Record<string, string>>;
  /** Variables passed on from the user; another value of one of them is no reason to start the part again. */
  readonly inherited?: Variables;
  /** Changes when the program does, as its command line does not; a reason to start the part again. */
  readonly build?: string;
  readonly user?: { readonly uid: number; readonly gid: number };
}

/** One process of the stack. */
export interface Part {
  readonly name: PartName;
  /** What is `on request` is started only by name; everything else is part of the system that people run. */
  readonly group: 'infrastructure' | 'application' | 'on request';
  /** Parts that must be ready before this one is started, and outlive it when stopped. */
  readonly needs: readonly PartName[];
  readonly ports: readonly number[];
  /** Where people reach it. */
  readonly address: string;
  readonly stopSignal: NodeJS.Signals;
  readonly readyWithinMs: number;
  /** What is missing on disk before `prepare` can do its work needs these programs. */
  requires(): readonly Tool[];
  /** Builds and lays out whatever the process needs; repeating it is cheap and harmless. */
  prepare(report: Report): Promise<Launch>;
  /** Clears away what its killed process leaves and what would keep a new one from starting. It must not be running. */
  clearCrash?(): Promise<void>;
  /** Resolves once the part does its work; throws why it does not yet. */
  checkReady(signal: AbortSignal): Promise<void>;
}
