import { DeliveryError } from "@ticket-bridge/helpdesk";

/** What a helpdesk was asked for, or why it could not be had. */
export async function orReason<Value>(
  read: () => Promise<Value>,
): Promise<{ readonly value: Value } | { readonly reason: string }> {
  try {
    return { value: await read() };
  } catch (error) {
    if (error instanceof DeliveryError) return { reason: error.message };
    throw error;
  }
}
