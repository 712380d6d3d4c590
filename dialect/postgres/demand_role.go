package postgres

import (
	"fmt"

	pg "github.com/pganalyze/pg_query_go/v5"
)

// A roleLookup asks for roles.
type roleLookup struct{ *lookup }

// ofRoles asks for the roles that a statement about them, or about rights, names; false: it is none.
func (d roleLookup) ofRoles(n *pg.Node) bool {
	switch x := n.GetNode().(type) {
	case *pg.Node_AlterRoleSetStmt:
		d.roles(x.AlterRoleSetStmt.GetRole())
		if name := x.AlterRoleSetStmt.GetDatabase(); name != "" {
			d.named("database", name)
		}
		d.setting(x.AlterRoleSetStmt.GetSetstmt())
	case *pg.Node_AlterDatabaseSetStmt:
		d.named("database", x.AlterDatabaseSetStmt.GetDbname())
		d.setting(x.AlterDatabaseSetStmt.GetSetstmt())
	case *pg.Node_AlterRoleStmt:
		d.roles(x.AlterRoleStmt.GetRole())
		d.roleOptions(x.AlterRoleStmt.GetOptions())
	case *pg.Node_CreateRoleStmt:
		name := x.CreateRoleStmt.GetRole()
		d.free(fmt.Sprintf("role %q already exists", name), "pg_catalog.pg_roles AS r WHERE r.rolname = "+literal(name))
		d.roleOptions(x.CreateRoleStmt.GetOptions())
	case *pg.Node_DropRoleStmt:
		if !x.DropRoleStmt.GetMissingOk() {
			d.nodes(x.DropRoleStmt.GetRoles())
		}
		for _, r := range x.DropRoleStmt.GetRoles() {
			d.undroppable(r.GetRoleSpec().GetRolename())
		}
	case *pg.Node_GrantRoleStmt:
		for _, p := range x.GrantRoleStmt.GetGrantedRoles() {
			d.named("role", p.GetAccessPriv().GetPrivName())
		}
	case *pg.Node_ReassignOwnedStmt:
		d.nodes(x.ReassignOwnedStmt.GetRoles())
		d.roles(x.ReassignOwnedStmt.GetNewrole())
	case *pg.Node_DropOwnedStmt:
		d.nodes(x.DropOwnedStmt.GetRoles())
	case *pg.Node_AlterDefaultPrivilegesStmt:
		d.presetRights(x.AlterDefaultPrivilegesStmt)
	default:
		return false
	}
	return true
}

func (d roleLookup) presetRights(x *pg.AlterDefaultPrivilegesStmt) {
	for _, o := range x.GetOptions() {
		list := o.GetDefElem().GetArg().GetList().GetItems()
		switch o.GetDefElem().GetDefname() {
		case "schemas":
			for _, name := range texts(list) {
				d.named(ofSchema, name)
			}
		case "roles":
			d.nodes(list)
		}
	}
}

// roleOptions are those that name other roles, and the time until which a password counts.
func (d roleLookup) roleOptions(options []*pg.Node) {
	for _, o := range options {
		switch arg := o.GetDefElem().GetArg(); o.GetDefElem().GetDefname() {
		case "addroleto", "rolemembers", "adminmembers":
			d.nodes(arg.GetList().GetItems())
		case "validUntil":
			d.add("CAST("+literal(arg.GetString_().GetSval())+" AS pg_catalog.timestamptz)", "", "")
		}
	}
}

// undroppable asks whether a role is the session's own, or has or owns something.
func (d roleLookup) undroppable(name string) {
	from := "pg_catalog.pg_roles AS r WHERE r.rolname = " + literal(name) + " AND "
	d.free("the current user cannot be dropped", from+"(r.rolname = CURRENT_USER OR r.rolname = SESSION_USER)")
	d.free(fmt.Sprintf("role %q cannot be dropped because some objects depend on it", name), from+
		"EXISTS (SELECT 1 FROM pg_catalog.pg_shdepend AS d WHERE d.refobjid = r.oid AND d.refclassid = 'pg_catalog.pg_authid'::pg_catalog.regclass)")
}

// roles asks for roles that a statement names, and nodes for those of a list.
func (d roleLookup) roles(all ...*pg.RoleSpec) {
	for _, r := range all {
		if name := r.GetRolename(); name != "" {
			d.named("role", name)
		}
	}
}

func (d roleLookup) nodes(all []*pg.Node) {
	for _, n := range all {
		d.roles(n.GetRoleSpec())
	}
}
