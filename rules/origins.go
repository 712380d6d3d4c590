package rules

import "assay/schema"

// NoOrigins are the origins where nothing is known of any object. What knows some of it embeds them.
type NoOrigins struct{}

// SetBy implements [Origins].
func (NoOrigins) SetBy(schema.Object) schema.Origin { return schema.Origin{} }

// MadeBy implements [Origins].
func (NoOrigins) MadeBy(schema.Object) schema.Origin { return schema.Origin{} }

// PendingMake implements [Origins].
func (NoOrigins) PendingMake(schema.Object) schema.Origin { return schema.Origin{} }

// PendingTouch implements [Origins].
func (NoOrigins) PendingTouch(schema.Object) schema.Origin { return schema.Origin{} }

// Pending implements [Origins].
func (NoOrigins) Pending(func(schema.Change) bool) schema.Origin { return schema.Origin{} }
