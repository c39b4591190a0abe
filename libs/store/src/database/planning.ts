/**
 * How every session plans. Our statements are few, prepared once a connection and meant to find their rows by index,
 * whatever the values: so one plan serves for all. Left to itself, PostgreSQL planned the capture anew each time, which
 * made it cost 2.2 ms instead of 0.6.
 *
 * A plan stays until the tables' statistics change, and the first ones are made while the tables are empty, where reading
 * a table whole looks as good as any index; automatic ANALYZE comes a minute later or more. Compiling a plan, which big
 * tables seem to make worth while, takes longer than any of our statements.
 */
export const planning = ["plan_cache_mode=force_generic_plan", "enable_seqscan=off", "jit=off"] as const;
