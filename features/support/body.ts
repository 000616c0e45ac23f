import { json } from './http';
import type { BodyForm, OrderForm } from './order';

/** What a client has filled in, in the form it sends it. */
export function bodyOf(filledIn: Partial<OrderForm>, form: BodyForm): Blob | FormData | URLSearchParams {
  switch (form) {
    case 'multipart/form-data':
      return multipart(filledIn);
    case 'application/x-www-form-urlencoded':
      return new URLSearchParams(filledIn);
    case 'application/json':
      return json(withNumbers(filledIn));
  }
}

function multipart(filledIn: Partial<OrderForm>): FormData {
  const form = new FormData();
  for (const [field, text] of Object.entries(filledIn)) form.append(field, text);
  return form;
}

/** JSON can say that the number of installments is one. Money stays text. */
function withNumbers({ installment, ...rest }: Partial<OrderForm>): object {
  return installment === undefined ? rest : { ...rest, installment: Number(installment) };
}
