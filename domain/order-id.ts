/** An order's id as this system makes them; other spellings of a UUID, which Postgres and others would take, are not ids here. */
export const ORDER_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
