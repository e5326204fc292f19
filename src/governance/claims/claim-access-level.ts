/** What a permission of a claim comes to, as `ClaimPolicy` allows it to an owner. */
export enum ClaimAccessLevel {
  /** Tells what there is: keys of objects. */
  LIST = 'list',
  /** Reads data. */
  READ = 'read',
  /** Writes data, sends messages, publishes. */
  WRITE = 'write',
  /** Deletes data, messages that were handled among them. */
  DELETE = 'delete',
  /** Sets the tags of objects. */
  TAG = 'tag',
  /** Runs something: a function, a state machine, a model, an encryption by a key. */
  INVOKE = 'invoke',
  /** Becomes another role, or a user of a database. */
  ASSUME = 'assume',
}
