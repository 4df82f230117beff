"""Who may come where, in every state: one row per page and method. `test_table` holds the house to it.

nobody      is not signed in             iris    leads impact in the cooperative, and is no member
charlie     belongs nowhere here         suze    is a suspended member of the cooperative
frans       is everything elsewhere      alice   is secretary and member of the cooperative
bob         is a member                  sam, bea, olga   of the city, a partner of the cooperative: street worker,
wanda       works there, is no member             buyer, and secretary with every role of an officer

A cell is the status of the answer, but for redirects: ``in`` asks to sign in first, ``ok`` leads on, as after an act
that was done or was no more needed. A form that is shown again because the state of things (not the right of the
person) refused it answers 200, and a single press that the state refuses 400. ``.`` is not asked, being as olga.
``everyone``: the page does not look at who is there.

Whoever does not belong finds 404 on what is not public; whoever belongs, and may not, is told so by 403.
"""

from __future__ import annotations

from uuid import UUID

TABLE = """
# web                                                         nob  cha  fra  bob  wan  iri  suz  ali  sam  bea  olg
GET  front                         -                           everyone 200
GET  my                            -                             in  200  200  200  200  200  200  200    .    .  200
GET  display                       -                           everyone 200
POST display                       -                           everyone ok
GET  styleguide                    -                           everyone 200
GET  registers                     -                           everyone 200
GET  accessibility                 -                           everyone ok
GET  help                          -                           everyone 200
GET  help_page                     help                        everyone 200
GET  healthz                       -                           everyone 200
POST set_language                  -                           everyone ok
GET  organisation                  coop                        everyone 200
GET  signin                        -                            200   ok   ok   ok   ok   ok   ok   ok    .    .   ok
POST signin_demo                   cast                        everyone ok
GET  play                          -                           everyone 200
POST play_vote                     demo poll                   everyone ok
GET  outbox                        -                           everyone 200

# signing in                                                  nob  cha  fra  bob  wan  iri  suz  ali  sam  bea  olg
POST signout                       -                           everyone ok
GET  signin_card                   -                           everyone 200
POST signin_card                   -                           everyone ok
GET  signin_with_card              card good                   everyone 200
POST signin_with_card              card good                   everyone ok
GET  signin_with_card              card lost                   everyone 404
POST signin_with_card              card lost                   everyone 404
GET  signin_ways                   -                             in  200  200  200  200  200  200  200    .    .  200
POST signin_revoke_card            my card good                  in  404  404   ok  404  404  404  404    .    .  404
GET  signin_issue_card             for bob                       in  404  404  404  404  404  404  200    .    .  404
POST signin_issue_card             for bob                       in  404  404  404  404  404  404  200    .    .  404
POST signin_take_back              bob's card good               in  404  404  404  404  404  404   ok    .    .  404
POST signin_take_back              bob's card lost               in  404  404  404  404  404  404  404    .    .  404
GET  account_request_login_code    -                            200   ok   ok   ok   ok   ok   ok   ok    .    .   ok
POST account_request_login_code    -                            200   ok   ok   ok   ok   ok   ok   ok    .    .   ok
GET  account_confirm_login_code    -                           everyone ok
POST account_confirm_login_code    -                           everyone ok
GET  mfa_login_webauthn            -                           everyone ok
POST mfa_login_webauthn            -                           everyone ok
GET  mfa_add_webauthn              -                             in  200  200  200  200  200  200  200    .    .  200
POST mfa_add_webauthn              -                             in  200  200  200  200  200  200  200    .    .  200
GET  mfa_remove_webauthn           passkey                       in  404  404  404  404  404  404  404    .    .  404
POST mfa_remove_webauthn           passkey                       in  404  404  404  404  404  404  404    .    .  404
GET  account_login                 -                           everyone ok
GET  account_signup                -                           everyone ok
GET  account_logout                -                           everyone ok
GET  account_inactive              -                           everyone 403
GET  mfa_index                     -                           everyone ok
GET  mfa_list_webauthn             -                           everyone ok
GET  socialaccount_login_cancelled -                           everyone ok

# people                                                      nob  cha  fra  bob  wan  iri  suz  ali  sam  bea  olg
GET  members                       coop                          in  404  404  200  200  200  200  200    .    .  404
GET  members_export                coop                          in  404  404  403  403  403  403  200    .    .  404
GET  enrol                         coop                          in  404  404  403  403  403  403  200    .    .  404
POST enrol                         coop                          in  404  404  403  403  403  403   ok    .    .  404
GET  enrol_organisation            coop                          in  404  404  403  403  403  403  200    .    .  404
POST enrol_organisation            coop                          in  404  404  403  403  403  403   ok    .    .  404
GET  engaged                       coop                          in  404  404  200  200  200  200  200    .    .  404
GET  take_on                       coop                          in  404  404  403  403  403  403  200    .    .  404
POST take_on                       coop                          in  404  404  403  403  403  403   ok    .    .  404
POST end_engagement                engagement                    in  404  404  403  403  403  403   ok    .    .  404
GET  applications                  coop                          in  404  404  403  403  403  403  200    .    .  404
GET  admit                         application                   in  404  404  403  403  403  403  200    .    .  404
POST admit                         application                   in  404  404  403  403  403  403   ok    .    .  404
POST refuse                        application                   in  404  404  403  403  403  403   ok    .    .  404
GET  invite                        coop                          in  404  404  403  403  403  403  200    .    .  404
POST invite                        coop                          in  404  404  403  403  403  403   ok    .    .  404
POST withdraw_invitation           invitation guest              in  404  404  403  403  403  403   ok    .    .  404
GET  import                        coop                          in  404  404  403  403  403  403  200    .    .  404
POST import                        coop                          in  404  404  403  403  403  403   ok    .    .  404
GET  import_preview                draft                         in  404  404  403  403  403  403  200    .    .  404
POST import_preview                draft                         in  404  404  403  403  403  403   ok    .    .  404
POST import_discard                draft                         in  404  404  403  403  403  403   ok    .    .  404
GET  member                        member bob                    in  404  404  200  403  403  403  200    .    .  404
GET  member                        member suze                   in  404  404  403  403  403  200  200    .    .  404
GET  member                        member ed                     in  404  404  403  403  403  403  200    .    .  404
GET  member                        member erik                   in  404  404  403  403  403  403  200    .    .  404
GET  change_member                 member bob                    in  404  404  403  403  403  403  200    .    .  404
POST change_member                 member bob                    in  404  404  403  403  403  403   ok    .    .  404
GET  end_member                    member bob                    in  404  404  403  403  403  403  200    .    .  404
POST end_member                    member bob                    in  404  404  403  403  403  403   ok    .    .  404
POST suspend_member                member bob                    in  404  404  403  403  403  403   ok    .    .  404
POST lift_suspension               member suze                   in  404  404  403  403  403  403   ok    .    .  404
GET  engage_member                 member bob                    in  404  404  403  403  403  403  200    .    .  404
POST engage_member                 member bob                    in  404  404  403  403  403  403   ok    .    .  404
GET  engage_member                 member erik                   in  404  404  403  403  403  403   ok    .    .  404
GET  erase_member                  member bob                    in  404  404  403  403  403  403  200    .    .  404
POST erase_member                  member bob                    in  404  404  403  403  403  403  200    .    .  404
GET  erase_member                  member erik                   in  404  404  403  403  403  403   ok    .    .  404
GET  join                          coop                        everyone 200
POST join                          coop                          ok   ok   ok  200   ok   ok  200  200    .    .   ok
GET  join_sent                     coop                        everyone 200
GET  join_done                     coop                        everyone 200
GET  join_confirm                  asked by mail               everyone 200
POST join_confirm                  asked by mail               everyone ok
POST withdraw_application          coop                          in  404  404   ok  404  404   ok   ok    .    .  404
GET  leave                         coop                          in  404  404  200   ok   ok  200  200    .    .  404
POST leave                         coop                          in  404  404   ok   ok   ok   ok   ok    .    .  404
GET  circles                       coop                        everyone 200
GET  form_circle                   coop                          in  404  404  403  403  403  403  200    .    .  404
POST form_circle                   coop                          in  404  404  403  403  403  403   ok    .    .  404
GET  circle                        circle                        in  404  404  403  403  403  403  200    .    .  404
POST dissolve_circle               circle                        in  404  404  403  403  403  403   ok    .    .  404
GET  give_role                     circle, wanda                 in  404  404  403  403  403  403  200    .    .  404
POST give_role                     circle, wanda                 in  404  404  403  403  403  403   ok    .    .  404
POST take_role                     role                          in  404  404  403  403  403  403   ok    .    .  404
GET  describe_organisation         coop                          in  404  404  403  403  403  403  200    .    .  404
POST describe_organisation         coop                          in  404  404  403  403  403  403   ok    .    .  404
GET  parts                         coop                        everyone 200
GET  join_whole                    coop                          in  404  404  403  403  403  403  200    .    .  404
POST join_whole                    coop                          in  404  404  403  403  403  403   ok    .    .  404
POST leave_whole                   link                          in  404  404  403  403  403  403   ok    .    .  404
GET  invitation                    letter                      everyone 200
POST invitation                    letter                        ok   ok   ok  200   ok   ok  200  200    .    .   ok
GET  my_invitation                 my invitation                 in  200  404  404  404  404  404  404    .    .  404
POST my_invitation                 my invitation                 in   ok  404  404  404  404  404  404    .    .  404
GET  my_needs                      -                             in  200  200  200  200  200  200  200    .    .  200
POST my_needs                      -                             in   ok   ok   ok   ok   ok   ok   ok    .    .   ok
POST clear_needs                   -                             in   ok   ok   ok   ok   ok   ok   ok    .    .   ok
GET  my_data                       -                             in  200  200  200  200  200  200  200    .    .  200
POST my_data                       -                             in   ok   ok   ok   ok   ok   ok   ok    .    .   ok
GET  my_data_export                -                             in  200  200  200  200  200  200  200    .    .  200
GET  my_erase                      -                             in  200  200  200  200  200  200  200    .    .  200
POST my_erase                      -                             in   ok  200   ok   ok   ok   ok  200   ok   ok  200

# register                                                    nob  cha  fra  bob  wan  iri  suz  ali  sam  bea  olg
GET  register                      coop                        everyone 200
GET  register_entry                entry                       everyone 200
GET  register_checkpoint           coop                        everyone 200
GET  register_key                  coop                        everyone 200
GET  register_feed                 coop                        everyone 200
GET  register_bundle               coop                        everyone 200
GET  api:openapi-json              -                           everyone 200
GET  api:api-root                  -                           everyone 404
GET  api:head                      coop                        everyone 200
GET  api:entries                   coop                        everyone 200
GET  api:inclusion                 coop                        everyone 200
GET  api:consistency               coop                        everyone 200

# assembly                                                    nob  cha  fra  bob  wan  iri  suz  ali  sam  bea  olg
GET  organisation_decide           coop                        everyone 200
GET  proposals                     coop                          in  404  404  200  200  200  200  200    .    .  404
GET  proposal_new                  coop                          in  404  404  200  403  403  403  200    .    .  404
POST proposal_new                  coop                          in  404  404   ok  403  403  403   ok    .    .  404
GET  proposal                      proposal open                 in  404  404  200  200  200  200  200    .    .  404
POST proposal                      proposal open                 in  404  404   ok   ok   ok   ok   ok    .    .  404
GET  proposal                      proposal voting               in  404  404  200  200  200  200  200    .    .  404
POST proposal                      proposal voting               in  404  404   ok   ok   ok   ok   ok    .    .  404
GET  proposal                      proposal done                 in  404  404  200  200  200  200  200    .    .  404
POST proposal                      proposal done                 in  404  404  200  200  200  200  200    .    .  404
GET  proposal                      proposal gone                 in  404  404  200  200  200  200  200    .    .  404
POST proposal                      proposal gone                 in  404  404  200  200  200  200  200    .    .  404
GET  proposal_change               proposal open                 in  404  404  200  403  403  403  403    .    .  404
POST proposal_change               proposal open                 in  404  404   ok  403  403  403  403    .    .  404
POST proposal_change               proposal voting               in  404  404  200  403  403  403  403    .    .  404
POST proposal_change               proposal gone                 in  404  404  200  403  403  403  403    .    .  404
GET  proposal_withdraw             proposal open                 in  404  404  200  403  403  403  200    .    .  404
POST proposal_withdraw             proposal open                 in  404  404   ok  403  403  403   ok    .    .  404
POST proposal_withdraw             proposal voting               in  404  404  200  403  403  403  200    .    .  404
GET  proposal_vote                 proposal open                 in  404  404  403  403  403  403  200    .    .  404
POST proposal_vote                 proposal open                 in  404  404  403  403  403  403   ok    .    .  404
POST proposal_vote                 proposal gone                 in  404  404  403  403  403  403  200    .    .  404
POST proposal_vote                 proposal done                 in  404  404  403  403  403  403  200    .    .  404
POST comment_withdraw              comment                       in  404  404   ok  403  403  403  403    .    .  404
GET  decisions                     coop                        everyone 200
GET  decision                      decision                    everyone 200
GET  decision_review               decision                      in  404  404  403  403  403  403  200    .    .  404
POST decision_review               decision                      in  404  404  403  403  403  403   ok    .    .  404
GET  proposal_question             proposal open                 in  404  404  403  403  403  403  200    .    .  404
POST proposal_question             proposal open                 in  404  404  403  403  403  403  200    .    .  404
GET  charter                       coop                        everyone 200
GET  charter_new                   coop                          in  404  404  403  403  403  403  200    .    .  404
POST charter_new                   coop                          in  404  404  403  403  403  403   ok    .    .  404

# ballots                                                     nob  cha  fra  bob  wan  iri  suz  ali  sam  bea  olg
GET  poll                          poll voting                   in  404  404  200  200  200  200  200    .    .  404
POST poll                          poll voting                   in  404  404  200  403  403  403  200    .    .  404
GET  poll                          poll over                     in  404  404  200  200  200  200  200    .    .  404
POST poll                          poll over                     in  404  404  200  403  403  403  200    .    .  404
GET  poll                          poll done                   everyone 200
POST poll                          poll done                    403  403  403  200  403  403  403  200    .    .  403
GET  poll_close                    poll voting                   in  404  404  403  403  403  403  200    .    .  404
POST poll_close                    poll voting                   in  404  404  403  403  403  403  200    .    .  404
GET  poll_close                    poll over                     in  404  404  200  200  200  200  200    .    .  404
POST poll_close                    poll over                     in  404  404   ok   ok   ok   ok   ok    .    .  404
GET  poll_close                    poll done                     in  404  404  200  200  200  200  200    .    .  404
POST poll_close                    poll done                     in  404  404   ok   ok   ok   ok   ok    .    .  404
GET  poll_voters                   poll voting                   in  404  404  403  403  403  403  200    .    .  404
GET  poll_voters                   poll done                     in  404  404  403  403  403  403  200    .    .  404
GET  poll                          sealed prepared               in  404  404  200  200  200  200  200    .    .  404
POST poll                          sealed prepared               in  404  404  403  403  403  403  200    .    .  404
GET  poll                          sealed open                   in  404  404  200  200  200  200  200    .    .  404
GET  poll_close                    sealed open                   in  404  404  403  403  403  403  200    .    .  404
POST poll_close                    sealed open                   in  404  404  403  403  403  403  200    .    .  404
GET  poll_keys_again               sealed prepared               in  404  404  403  403  403  403  200    .    .  404
POST poll_keys_again               sealed prepared               in  404  404  403  403  403  403   ok    .    .  404
GET  poll_keys_again               sealed open                   in  404  404  403  403  403  403  404    .    .  404
GET  poll_proxies                  sealed prepared               in  404  404  403  403  403  403  200    .    .  404
POST poll_proxies                  sealed prepared               in  404  404  403  403  403  403   ok    .    .  404
GET  poll_proxies                  sealed open                   in  404  404  403  403  403  403  200    .    .  404
GET  poll_withdraw                 sealed prepared               in  404  404  403  403  403  403  200    .    .  404
POST poll_withdraw                 sealed prepared               in  404  404  403  403  403  403   ok    .    .  404
GET  poll_withdraw                 sealed open                   in  404  404  403  403  403  403  404    .    .  404
GET  poll_booth                    sealed prepared             everyone 404
GET  poll_booth                    sealed open                 everyone 200
POST poll_cast                     sealed prepared             everyone 404
POST poll_cast                     sealed open                 everyone 400
GET  poll_board                    sealed prepared             everyone 404
GET  poll_board                    sealed open                 everyone 200
GET  poll_archive                  sealed prepared             everyone 404
GET  poll_archive                  sealed open                 everyone 200
GET  poll_role                     authority                   everyone 200
POST poll_role                     authority                   everyone 200
GET  poll_role                     trustee                     everyone 200
POST poll_role                     trustee                     everyone 200
GET  poll_role                     trustee of nothing          everyone 404
POST poll_role                     trustee of nothing          everyone 404
GET  poll_audit                    audit prepared              everyone 200
POST poll_audit                    audit prepared              everyone 200
GET  poll_audit                    audit open                  everyone 200
POST poll_audit                    audit open                  everyone  ok
GET  poll_audit                    audit of nothing            everyone 404
POST poll_audit                    audit of nothing            everyone 404
GET  poll_room                     room prepared               everyone 200
GET  poll_room                     room open                   everyone 200
GET  poll_room                     room of nothing             everyone 404
POST poll_room_cast                room prepared               everyone 400
POST poll_room_cast                room open                   everyone 400
POST poll_room_cast                room of nothing             everyone 404
POST poll_room_paper               room prepared               everyone 400
POST poll_room_paper               room open                   everyone 400
POST poll_room_paper               room of nothing             everyone 404
GET  poll_tracker_picture          sealed prepared             everyone 404
GET  poll_tracker_picture          sealed open                 everyone 404

# work                                                        nob  cha  fra  bob  wan  iri  suz  ali  sam  bea  olg
GET  my_sightings                  -                             in  200  200  200  200  200  200  200  200  200  200
GET  organisation_do               city                        everyone 200
GET  organisation_do               coop                        everyone 200
GET  report_sighting               city                          in  404  404  403  403  403  403  403  200  403  200
POST report_sighting               city                          in  404  404  403  403  403  403  403   ok  403   ok
GET  report_sighting               coop                          in  404  404  404  404  404  404  404  404  404  404
GET  sightings                     city                          in  404  404  200  200  200  200  200  200  200  200
GET  sighting                      sighting free                 in  404  404  200  200  200  200  200  200  200  200
GET  sighting                      sighting bundled              in  404  404  200  200  200  200  200  200  200  200
GET  sighting                      sighting closed               in  404  404  200  200  200  200  200  200  200  200
GET  close_sighting                sighting free                 in  404  404  403  403  403  403  403  403  200  200
POST close_sighting                sighting free                 in  404  404  403  403  403  403  403  403   ok   ok
POST close_sighting                sighting closed               in  404  404  403  403  403  403  403  403  200  200
GET  sighting_photo                sighting free                 in  404  404  200  200  200  200  200  200  200  200
GET  sighting_photo                sighting bundled              in  404  404  404  404  404  404  404  404  404  404
POST remove_photo                  sighting free                 in  404  404  403  403  403  403  403   ok   ok   ok
GET  bundle                        city                          in  404  404  403  403  403  403  403  403  200  200
POST bundle                        city                          in  404  404  403  403  403  403  403  403   ok   ok
GET  opportunities                 city                        everyone 200
GET  opportunity                   opportunity open            everyone 200
GET  opportunity                   opportunity closed          everyone 200
GET  opportunity_sightings         opportunity open              in  404  404  403  403  403  403  403  403  200  200
POST opportunity_sightings         opportunity open              in  404  404  403  403  403  403  403  403   ok   ok
POST opportunity_sightings         opportunity taken             in  404  404  403  403  403  403  403  403  200  200
GET  close_opportunity             opportunity open              in  404  404  403  403  403  403  403  403  200  200
POST close_opportunity             opportunity open              in  404  404  403  403  403  403  403  403   ok   ok
POST close_opportunity             opportunity closed            in  404  404  403  403  403  403  403  403  200  200
POST release_opportunity           opportunity proposed          in  404  404  403  403  403  403   ok  403   ok   ok
POST release_opportunity           opportunity open              in  404  404  400  400  400  400  400  400  400  400
GET  propose_opportunity           opportunity to propose        in  404  404  200  403  403  403  200  404  404  404
POST propose_opportunity           opportunity to propose        in  404  404   ok  403  403  403   ok  404  404  404
GET  partnerships                  coop                        everyone 200
GET  offer_partnership             coop                          in  404  404  403  403  403  403  200  404  404  404
POST offer_partnership             coop                          in  404  404  403  403  403  403   ok  404  404  404
GET  partnership                   partnership begun, coop     everyone 200
GET  partnership                   partnership offered, coop    404  404  404  200  200  200  200  200  200  200  200
GET  partnership                   partnership offered, city    404  404  404  200  200  200  200  200  200  200  200
GET  partnership                   partnership declined, coop   404  404  404  200  200  200  200  200  200  200  200
POST agree_to_partnership          partnership offered, coop     in  404  404  403  403  403  403   ok  403  403  403
POST agree_to_partnership          partnership offered, city     in  404  404  403  403  403  403  403  403  403  400
POST agree_to_partnership          partnership begun, coop       in  404  404  403  403  403  403  400  403  403  403
POST agree_to_partnership          partnership declined, coop    in  404  404  403  403  403  403  400  403  403  403
GET  decline_partnership           partnership offered, coop     in  404  404  403  403  403  403  200  403  403  403
POST decline_partnership           partnership offered, coop     in  404  404  403  403  403  403   ok  403  403  403
POST decline_partnership           partnership begun, coop       in  404  404  403  403  403  403  200  403  403  403
GET  make_commitment               partnership begun, coop       in  404  404  403  403  403  403  200  403  403  403
POST make_commitment               partnership begun, coop       in  404  404  403  403  403  403   ok  403  403  403
POST make_commitment               partnership declined, coop    in  404  404  403  403  403  403  200  403  403  403
GET  withdraw_commitment           commitment                    in  404  404  403  403  403  403  200  403  403  403
POST withdraw_commitment           commitment                    in  404  404  403  403  403  403  200  403  403  403
POST withdraw_commitment           commitment untouched          in  404  404  403  403  403  403   ok  403  403  403
GET  submit_evidence               commitment                    in  404  404  403  403  403  403  200  403  403  403
POST submit_evidence               commitment                    in  404  404  403  403  403  403   ok  403  403  403
GET  judge_evidence                evidence waiting, city        in  404  404  403  403  403  403  403  403  403  200
POST judge_evidence                evidence waiting, city        in  404  404  403  403  403  403  403  403  403   ok
POST judge_evidence                evidence waiting, coop        in  404  404  403  403  403  403  403  403  403  403
POST judge_evidence                evidence accepted, city       in  404  404  403  403  403  403  403  403  403  200
GET  evidence_file                 evidence waiting, city        in  404  404  200  200  200  200  200  200  200  200
GET  evidence_file                 evidence accepted, coop       in  404  404  200  200  200  200  200  200  200  200

# impact                                                      nob  cha  fra  bob  wan  iri  suz  ali  sam  bea  olg
GET  organisation_impact           coop                        everyone 200
GET  impact_new                    coop                          in  404  404  403  403  200  403  200    .    .  404
POST impact_new                    coop                          in  404  404  403  403   ok  403   ok    .    .  404
GET  impact_wave                   wave running                  in  404  404  403  403  200  403  200    .    .  404
GET  impact_wave                   wave published                in  404  404  403  403  200  403  200    .    .  404
GET  impact_slips                  wave running                  in  404  404  403  403  200  403  200    .    .  404
POST impact_slips                  wave running                  in  404  404  403  403  200  403  200    .    .  404
POST impact_slips                  wave closed                   in  404  404  403  403  200  403  200    .    .  404
GET  impact_close                  wave running                  in  404  404  403  403  200  403  200    .    .  404
POST impact_close                  wave running                  in  404  404  403  403   ok  403   ok    .    .  404
POST impact_close                  wave closed                   in  404  404  403  403   ok  403   ok    .    .  404
GET  impact_publish                wave closed                   in  404  404  403  403  200  403  200    .    .  404
POST impact_publish                wave closed                   in  404  404  403  403   ok  403   ok    .    .  404
POST impact_publish                wave running                  in  404  404  403  403  200  403  200    .    .  404
GET  impact_approve                wave published                in  404  404  403  403  200  403  200    .    .  404
POST impact_approve                wave published                in  404  404  403  403   ok  403   ok    .    .  404
GET  impact_report                 wave running                everyone 404
GET  impact_report                 wave closed                 everyone 404
GET  impact_report                 wave published              everyone 200
GET  impact_report_csv             wave closed                 everyone 404
GET  impact_report_csv             wave published              everyone 200
GET  impact_report_json            wave closed                 everyone 404
GET  impact_report_json            wave published              everyone 200
GET  answer_code                   -                           everyone 200
POST answer_code                   -                           everyone ok
GET  answer_withdraw               -                           everyone 200
POST answer_withdraw               -                           everyone 200
GET  answer_start                  slip fresh                  everyone 200
POST answer_start                  slip fresh                  everyone ok
GET  answer_start                  slip used                   everyone 410
POST answer_start                  slip used                   everyone 410
GET  answer_start                  slip wrong                  everyone 404
GET  answer_question               slip fresh, 1               everyone ok
POST answer_question               slip fresh, 1               everyone ok
GET  answer_check                  slip fresh                  everyone ok
POST answer_check                  slip fresh                  everyone ok
GET  answer_thanks                 slip fresh                  everyone ok
POST answer_stop                   slip fresh                  everyone 200
"""

#: Addresses that are not asked for here, and why.
OUTSIDE = {
    "openid_connect_login": "there only where an organisation has its own sign-in: tests/people/signin/test_oidc.py",
    "openid_connect_callback": "the same",
}

#: A thing that is rightly reached under more than one organisation, and why.
SHARED = {
    "propose_opportunity": "the organisation is the one that proposes; an opportunity is open to all of them",
}

#: Addresses that answer with words of their own instead of 404, for a thing elsewhere just as for one that never was:
#: an upload is thrown away after a day, a link holds for some days, and whoever comes back is told so.
NEVER = UUID(int=0)
GONE = {
    "import_preview": {"id": NEVER},
    "import_discard": {"id": NEVER},
    "join_confirm": {"words": "never"},
}

#: What stands in an address beside the identity of a thing (a UUID), and why nobody learns anything by counting on.
NOT_UUID = {
    ("register_entry", "n"): "the register is public from its first entry to its last",
    ("answer_question", "number"): "the questions of a questionnaire, behind the code of a slip",
    ("mfa_remove_webauthn", "pk"): "the library's; only among one's own",
    ("signin_with_card", "secret"): "78 random bits, and few tries",
    ("invitation", "secret"): "256 random bits",
    ("poll_role", "number"): "0 makes the codes, then come the trustees; it is nothing without the token",
    ("poll_role", "token"): "160 bits that we made",
    ("poll_audit", "number"): "they stand on the page of the poll; it is nothing without the token",
    ("poll_audit", "token"): "160 bits that we made",
    ("poll_room", "token"): "160 bits that we made",
    ("poll_room_cast", "token"): "160 bits that we made",
    ("poll_room_paper", "token"): "160 bits that we made",
    ("join_confirm", "words"): "signed by us",
    ("answer_start", "code"): "the random code of a slip, and few tries",
    ("answer_question", "code"): "the same",
    ("answer_check", "code"): "the same",
    ("answer_thanks", "code"): "the same",
    ("answer_stop", "code"): "looks nothing up",
}

#: The same content in another form: the same people may have it as may see the page.
SAME_AS = {
    "impact_report_csv": "impact_report",
    "impact_report_json": "impact_report",
    "register_feed": "register",
    "register_bundle": "register",
    "api:entries": "register",
    "my_data_export": "my_data",
}
