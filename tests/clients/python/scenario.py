"""What an HR system does first, through the client generated from the contract.

Arguments: address, login, password, a team.
"""

import sys
import uuid
from datetime import date

from shouzhan_client import AuthenticatedClient, Client
from shouzhan_client.api.auth import create_session
from shouzhan_client.api.organization import create_employee, get_employee, list_employees, update_employee
from shouzhan_client.models import (
    AccessToken,
    Employee,
    EmployeePatch,
    EmployeeStatus,
    NewEmployee,
    NewSession,
    PageEmployee,
    Problem,
    ProblemCode,
)

base, login, password, team = sys.argv[1:]

token = create_session.sync(client=Client(base_url=base), body=NewSession(login=login, password=password))
assert isinstance(token, AccessToken), token
client = AuthenticatedClient(base_url=base, token=token.access_token)

numbers = []
for n in range(5):
    body = NewEmployee(
        number=f"PY{n}", name="蟒蛇", status=EmployeeStatus.ACTIVE, hire_date=date(2026, 1, 5), team_id=uuid.UUID(team)
    )
    made = create_employee.sync(client=client, body=body, idempotency_key=f"python-{n}")
    assert isinstance(made, Employee), made
    assert made.status is EmployeeStatus.ACTIVE and made.hire_date == date(2026, 1, 5)
    numbers.append(made.number)

seen: list[str] = []
cursor: dict = {}
while True:
    page = list_employees.sync(client=client, limit=4, sort="-number", **cursor)
    assert isinstance(page, PageEmployee), page
    seen += [employee.number for employee in page.data]
    if not page.next_cursor:
        break
    cursor = {"cursor": page.next_cursor}
assert len(set(seen)) == len(seen) and set(numbers) <= set(seen), seen

found = list_employees.sync(client=client, q="PY3")
assert isinstance(found, PageEmployee)
one = get_employee.sync_detailed(found.data[0].id, client=client)
assert isinstance(one.parsed, Employee)
tag = one.headers["etag"]
patched = update_employee.sync(found.data[0].id, client=client, body=EmployeePatch(post="主任"), if_match=tag)
assert isinstance(patched, Employee) and patched.post == "主任", patched

stale = update_employee.sync(found.data[0].id, client=client, body=EmployeePatch(post="專員"), if_match=tag)
assert isinstance(stale, Problem) and stale.code is ProblemCode.STALE_VERSION, stale

taken = create_employee.sync(client=client, body=NewEmployee(number="PY3", name="重複", hire_date=date(2026, 1, 5)))
assert isinstance(taken, Problem) and taken.code is ProblemCode.NUMBER_TAKEN, taken
assert taken.errors and taken.errors[0].pointer == "/number"

print("scenario complete")
