/** Results that may be written to where an argument lies which the caller does not need any more. */
import { bytesOf } from "../../base/dtypes.ts";
import type { Value } from "../../compile/graph.ts";
import { lastUses } from "../../compile/lastUses.ts";
import { lanesOf, type Load, type Nest } from "../../compile/nest.ts";
import { stepsOf } from "../../compile/rows.ts";
import type { Step } from "../../compile/schedule.ts";
import type { Lane } from "../../core/kernel.ts";
import type { Emitted } from "./emitted.ts";
import { hasRarePoints } from "./laneFacts.ts";
import { bytesOfValue } from "./places.ts";
import { isWorthDividing } from "./work.ts";

/** A result and the argument whose place it may take. */
export interface InPlace {
  readonly output: Value;
  /** Of the argument. */
  readonly place: number;
  /** The element of the argument is read in the turn that overwrites it, by loops that threads share: no turn may be repeated. */
  readonly divided: boolean;
}

/** What can be done in place. @param places - of arguments that nobody needs after the program */
export function placesOf({ scheduled, locations, rootOf }: Emitted, places: readonly number[]): InPlace[] {
  const { graph, schedule, nests, groups } = scheduled;
  const { steps } = schedule;
  const last = lastUses(graph, schedule, rootOf);
  // What is short is copied in and out.
  const inHeap = (value: Value): boolean => "slot" in (locations.get(value) ?? {});
  const free = new Set(places.map((place) => graph.inputs[place]).filter(inHeap));
  const outputs = new Set(graph.outputs.map((output) => rootOf(output)).filter(inHeap));
  const found: InPlace[] = [];
  const reads = (step: Step, input: Value): boolean => {
    const nest = nests.get(step);
    if (nest !== undefined) return loadsOf(nest, input).length > 0;
    return step.kind === "single" && step.node.args.some((arg) => rootOf(arg) === input);
  };
  steps.forEach((step, at) => {
    const group = groups.find(({ first, last }) => first <= at && at <= last);
    const nest = nests.get(step);
    const together = group === undefined ? [step] : steps.slice(group.first, group.last + 1);
    const divided = isWorthDividing(
      group === undefined ? (nest === undefined ? [] : [{ nest }]) : stepsOf(group.blocks),
    );
    for (const output of step.kind === "fused" ? step.stores : step.node.outs) {
      if (!outputs.has(output)) continue;
      const isDead = (input: Value): boolean => (last.get(input) ?? -1) < (group?.first ?? at);
      const isOverwritten = (input: Value): boolean =>
        last.get(input) === at &&
        nest !== undefined &&
        together.every((other) => other === step || !reads(other, input)) &&
        readsBeforeWriting(nest, input, output);
      const fitting = [...free].filter((input) => bytesOfValue(input) === bytesOfValue(output));
      const input = fitting.find(isOverwritten) ?? fitting.find(isDead);
      if (input === undefined) continue;
      free.delete(input);
      found.push({ output, place: graph.inputs.indexOf(input), divided: divided && !isDead(input) });
    }
  });
  return found;
}

const loadsOf = (nest: Nest, value: Value): Lane[] =>
  nest.lanes.filter(
    ({ op, data }) => op === "leaf" && (data as Load).kind === "load" && (data as Load).value === value,
  );

/**
 * Is each element of the input read once, in the turn that writes the element of the output in its place, and before that? Loops with
 * rare points may run a second time.
 */
function readsBeforeWriting(nest: Nest, input: Value, output: Value): boolean {
  const loads = loadsOf(nest, input);
  const place = nest.stores.findIndex(({ value }) => value === output);
  if (place < 0 || loads.length !== 1 || hasRarePoints(nest)) return false;
  const { dtype, at, computed, guarded } = loads[0].data as Load;
  const { at: to } = nest.stores[place];
  return (
    !computed &&
    !guarded &&
    bytesOf(dtype) === bytesOf(output.dtype) &&
    at.constant === to.constant &&
    at.coefficients.every((c, i) => c === to.coefficients[i]) &&
    // Lanes are pushed when a store first needs them, and kept where others do.
    lanesOf(nest.stores.slice(0, place + 1).map(({ lane }) => lane)).includes(loads[0])
  );
}
