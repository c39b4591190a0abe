/**
 * What a member of a post is in .NET: only XML needs telling, since there a list names the namespace and the element of
 * its items. An enum is a text, posted by its name: XML takes nothing else, and JSON takes the name as well as the number.
 */
export type Member = ScalarMember | ListMember;

type ScalarMember = "text" | "number" | "flag";

export interface ListMember {
  readonly namespace: string;
  readonly itemName: string;
  readonly items: ScalarMember | Members;
}

export type Members = Readonly<Record<string, Member>>;

/** A member that is never anything but null yet may be of any kind. */
type MemberOf<Value> = [Value] extends [never] ? Member : Value extends readonly unknown[] ? ListMember : ScalarMember;

/** A request type of the API, with every member of its page: one that is missing here would be missing in XML only. */
export interface DataContract<Post extends object> {
  readonly name: string;
  readonly members: { readonly [Name in keyof Post]-?: MemberOf<NonNullable<Post[Name]>> };
}
