"""The frame that every Django room shares: errors, acts, access, forms and paging. It holds no state."""
