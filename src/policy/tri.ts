/** Whether something holds: yes and no whatever the values of symbols and unknown context keys are, else maybe. */
export type Tri = 'yes' | 'no' | 'maybe';

/** Holds iff all do. */
export function all(values: readonly Tri[]): Tri {
  return values.includes('no') ? 'no' : values.includes('maybe') ? 'maybe' : 'yes';
}

/** Holds iff one does. */
export function any(values: readonly Tri[]): Tri {
  return values.includes('yes') ? 'yes' : values.includes('maybe') ? 'maybe' : 'no';
}

/** Holds iff the other doesn't. */
export function not(value: Tri): Tri {
  return value === 'maybe' ? 'maybe' : value === 'yes' ? 'no' : 'yes';
}

/** Of what is known for certain. */
export function tri(value: boolean): Tri {
  return value ? 'yes' : 'no';
}
