/** In the data folder: where a bridge that owns an embedded database serves its admin API to the commands beside it. */
export const apiSocketName = "bridge.api.sock";
