//! The harness itself: everybody of the template is who they should be.

use tests::{Role, both};

both! {
    async fn everybody_of_the_template_has_their_role(app) {
        for role in Role::ALL {
            let me = app.as_role(role).get("/api/v1/me").await.expect(200).json();
            assert_eq!(me["role"], role.name());
            assert_eq!(me["employee_id"], app.id(role.person()));
        }
    }
}
